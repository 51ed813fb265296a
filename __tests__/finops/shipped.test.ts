import { join } from 'node:path';
import { Decimal } from 'decimal.js';

import { loadContracts } from '../../contracts/load';
import { environments, standbyEnvironments } from '../../environments';
import { estimateEnvironment } from '../../finops/estimate';
import { provenance } from '../../finops/estimate-report';
import { loadPriceSheet } from '../../finops/load-price-sheet';
import { addStacks } from '../../stacks';
import { synthesize } from '../support/synth';

const contracts = loadContracts(join(__dirname, '..', '..', 'contracts', 'tables'));
const { stacks } = synthesize((app) => addStacks(app, environments, contracts));

const estimates = environments.map(({ name, usage, location }) =>
  estimateEnvironment(
    stacks.filter(({ environment }) => environment === name),
    usage,
    loadPriceSheet(location),
  ),
);

describe.each(estimates.map((estimate) => [estimate.environment, estimate] as const))(
  'the estimate of %s',
  (_, estimate) => {
    test('stays within the budget that the same stacks declare', () => {
      expect(estimate.budget).toMatchObject({ over: false });
      expect(Number(estimate.budget?.usedPercent)).toBeGreaterThan(25);
    });

    test('stays within the budgets of its parts, which are no more than half again as large', () => {
      const parts = environments.find(({ name }) => name === estimate.environment)?.budget.parts ?? {};
      const of = (components: readonly string[]): Decimal =>
        Decimal.sum(0, ...components.map((component) => estimate.byComponent[component] ?? 0));
      const estimated = {
        storage: of(['storage capacity', 'storage operations']),
        synapse: of(['spark', 'dedicated sql', 'serverless sql']),
      };
      const shares = (Object.entries(parts) as ['storage' | 'synapse', number][]).map(
        ([part, budget]) => [part, estimated[part].toFixed(0), estimated[part].div(budget).toNumber()] as const,
      );
      expect(shares.filter(([, , share]) => share < 0.65 || share > 0.95)).toEqual([]);
    });

    test('keeps storage below $5,000 a month', () => {
      const storage = ['storage capacity', 'storage operations'].map((part) => estimate.byComponent[part] ?? 'missing');
      expect(Decimal.sum(...storage).lt(5000)).toBe(true);
    });

    test('places every usage figure and prices every layer', () => {
      expect(estimate.unplacedUsage).toEqual([]);
      const backup = estimate.environment === 'prod' ? ['backup'] : [];
      expect(Object.keys(estimate.byLayer)).toEqual([
        ...backup,
        'bronze',
        'gold',
        'landing',
        'shared',
        'silver',
        'system',
      ]);
    });

    test('is complete, and every line can be traced to a dated source', () => {
      expect(estimate.incomplete).toEqual([]);
      for (const { description, source, method, lastVerified, priceRegion } of estimate.items) {
        expect([description, source !== '', method !== '', lastVerified !== '', priceRegion !== '']).toEqual([
          description,
          true,
          true,
          true,
          true,
        ]);
      }
    });

    test('has a range around its base', () => {
      const { lowUsd, highUsd } = estimate.range ?? { lowUsd: '0', highUsd: '0' };
      expect(Number(lowUsd)).toBeLessThan(Number(estimate.totalUsd));
      expect(Number(highUsd)).toBeGreaterThan(Number(estimate.totalUsd));
    });
  },
);

test('production costs more than staging, and staging more than development', () => {
  const totals = estimates.map(({ totalUsd }) => Number(totalUsd));
  expect(estimates.map(({ environment }) => environment)).toEqual(['dev', 'staging', 'prod']);
  expect(totals).toEqual([...totals].sort((left, right) => left - right));
});

describe('the estimate of the recovery environment', () => {
  const [standby] = standbyEnvironments;
  if (standby === undefined) throw new Error('No environment declares a recovery.');
  const own = synthesize((app) => addStacks(app, [standby], contracts)).stacks;
  const estimate = estimateEnvironment(own, standby.usage, loadPriceSheet(standby.location));

  test('prices storage as its region does, and all it can', () => {
    const hot = estimate.items.find(({ description }) => description === 'gold, hot, GRS');
    expect(hot).toMatchObject({ priceKey: 'adls.hns.hot.grs.stored', confidence: 'verified', unitPriceUsd: '0.046' });
    const production = estimates.find(({ environment }) => environment === 'prod');
    expect(Object.keys(estimate.byComponent)).toEqual(Object.keys(production?.byComponent ?? {}));
    expect(new Set(estimate.unpriced.map(({ type }) => type))).toEqual(
      new Set(production?.unpriced.map(({ type }) => type)),
    );
  });

  test('counts and names what it takes from another region, and trusts it least', () => {
    expect(estimate).toMatchObject({ region: 'westus', lowestConfidence: 'other-region' });
    const spark = estimate.items.find(({ priceKey }) => priceKey === 'synapse.spark.memopt.vcore');
    expect(spark?.note).toContain('No price of westus is known: that of eastus stands in');
    const told = provenance([estimate]);
    expect(told).toMatch(/ \d+ prices are those of another region, \$\d+\.\d\d of the total: .*keyVault\.operations, /);
    expect(told).toContain('synapse.spark.memopt.vcore');
    expect(told).not.toContain('adls.hns.hot.grs.stored');
    expect(provenance(estimates.filter(({ environment }) => environment !== 'prod'))).not.toContain('another region');
  });

  test('a backup in the other region has the price of that region', () => {
    const production = estimates.find(({ environment }) => environment === 'prod');
    const backup = production?.items.filter(
      ({ layer, component }) => layer === 'backup' && component === 'storage capacity',
    );
    expect(backup?.map(({ priceRegion, unitPriceUsd }) => [priceRegion, unitPriceUsd])).toEqual([['westus', '0.046']]);
  });
});
