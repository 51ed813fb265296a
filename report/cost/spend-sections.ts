/** Sections about what was paid: by what, for whom, against what was expected. */
import type { Allocation } from '../../finops/actuals/allocation';
import type { CostReport } from '../../finops/actuals/cost-report';
import { money, parts, signed, usd, word, type CostSection } from './table';

export function spendSection({ spend }: CostReport): CostSection {
  return {
    id: 'spend',
    title: 'Spend',
    about: 'US dollars as billed. Each table adds up to the total.',
    tables: [
      parts('By service', 'service', spend.byService),
      parts('By resource', 'resource', spend.byResource),
      parts('By layer, as tagged', 'layer', spend.byLayer),
      parts('By tenant, as tagged', 'tenant', spend.byTenant),
    ],
    notes: spend.creditsUsd === '0.00' ? [] : [`Credits and refunds of ${usd(spend.creditsUsd)} are in the total.`],
  };
}

export function allocationSection({ byLayer, byTable, basis, unallocated }: Allocation): CostSection {
  return {
    id: 'allocation',
    title: 'Allocated to layers and tables',
    about: basis,
    tables: [
      parts('By layer', 'layer', byLayer),
      parts('By table', 'table', byTable),
      {
        label: 'Unallocated',
        columns: [word('unallocated'), money('USD'), word('because')],
        rows: unallocated.map(({ what, usd: amount, because }) => [what, amount, because]),
      },
    ],
    notes: [],
  };
}

export function unitSection({ unitCosts }: CostReport): CostSection {
  return {
    id: 'unit-costs',
    title: 'Unit costs',
    about:
      'All in: Spark with start-up, smallest size and idle tail, Data Factory, storage operations and logs. The engine alone is the work itself.',
    tables: [
      {
        label: 'Unit costs',
        columns: [word('unit'), money('USD'), money('target'), word('state'), word('how')],
        rows: unitCosts.map(({ what, usd: amount, targetUsd, met, how }) => [
          what,
          amount ?? 'not measured',
          targetUsd,
          met === null ? '' : met ? 'met' : 'missed',
          how,
        ]),
      },
    ],
    notes: [],
  };
}

export function varianceSection({ variance, recalibration }: CostReport): CostSection {
  return {
    id: 'variance',
    title: 'Estimate against bill',
    about:
      variance === null
        ? 'There is no estimate to compare with.'
        : `Estimated ${usd(variance.estimatedUsd)} for these days, billed ${usd(variance.billedUsd)}: ${signed(variance.deltaUsd)}.`,
    tables: [
      {
        label: 'Estimate against bill',
        columns: [
          word('resource'),
          word('meter'),
          word('cause'),
          money('estimated'),
          money('billed'),
          money('difference'),
          word('because'),
        ],
        rows: (variance?.variances ?? []).map((one) => [
          one.resource,
          one.meter,
          one.cause,
          one.estimatedUsd,
          one.billedUsd,
          one.deltaUsd,
          one.because,
        ]),
      },
      {
        label: 'Proposed edits of the usage',
        columns: [word('usage setting'), money('proposed'), money('estimated with'), word('because')],
        rows: (recalibration?.edits ?? []).map(({ setting, value, was, because }) => [setting, value, was, because]),
      },
    ],
    notes:
      recalibration === null || recalibration.withoutSetting.length === 0
        ? []
        : [`Differ and have no setting of their own: ${recalibration.withoutSetting.join(', ')}.`],
  };
}

export function tieringSection({ tiering }: CostReport): CostSection {
  return {
    id: 'tiering',
    title: 'Storage tiers',
    about:
      tiering === null
        ? 'The bill has no stored data.'
        : `Cooler tiers saved ${usd(tiering.grossUsd)}, moves, retrieval and early deletion cost ${usd(tiering.feesUsd)}: net ${usd(tiering.netUsd)}.`,
    tables: [
      {
        label: 'Storage tiers',
        columns: [word('tier'), money('GiB-months'), money('USD')],
        rows: (tiering?.tiers ?? []).map(({ tier, gib, usd: amount }) => [tier, gib, amount]),
      },
    ],
    notes:
      tiering === null || tiering.unknownGib === '0.0'
        ? []
        : [`${tiering.unknownGib} GiB-months have no hot price on this bill and are not in the saving.`],
  };
}
