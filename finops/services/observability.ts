import { Decimal } from 'decimal.js';

import { isJsonArray, type JsonObject } from '../../shared/json';
import { blocks } from '../../synthesized/values';
import { free, onceInEnvironment, unpriced, type Charge, type Pricer } from '../charge';
import { literalNumber, literalText } from '../literals';

/** Days of an average month, to turn a retention in days into GB-months. */
const DAYS_PER_MONTH = new Decimal(365).div(12);

function charge(priceKey: string, quantity: Decimal, description: string, note: string): Charge {
  return { kind: 'charge', priceKey, quantity, layer: 'shared', component: 'observability', description, note };
}

/** Ingestion beyond the free gigabytes, and what is kept longer than the included days. */
export const priceLogAnalytics: Pricer = onceInEnvironment(({ body }, { usage, sheet }) => {
  const sku = literalText(body, 'sku') ?? 'PerGB2018';
  if (sku !== 'PerGB2018') {
    return unpriced(`only the pay-as-you-go size PerGB2018 is priced, not ${sku}`);
  }
  if (usage.logAnalyticsGb === undefined) return unpriced('neither a workload nor what it takes in is stated');
  const gb = new Decimal(usage.logAnalyticsGb);
  const included = sheet.rules.logRetentionIncludedDays;
  const extraDays = Math.max((literalNumber(body, 'retention_in_days') ?? included) - included, 0);
  const ingestion = charge('logAnalytics.payg.ingest', gb, 'Log Analytics, ingestion', '');
  const kept = gb.times(extraDays).div(DAYS_PER_MONTH);
  return extraDays === 0
    ? [ingestion]
    : [
        ingestion,
        charge(
          'logAnalytics.retention',
          kept,
          'Log Analytics, retention',
          `${String(extraDays)} days beyond ${String(included)}`,
        ),
      ];
});

/**
 * One time series for each scope, criterion and combination of the dimension values that it names; a criterion that splits by a
 * dimension without naming values (`*`) watches as many as there are, and its price is a lower bound that is said.
 */
export const priceMetricAlert: Pricer = ({ body }) => {
  if (body['enabled'] === false) return free('a disabled alert costs nothing');
  const scopes = body['scopes'];
  const fixed = blocks(body, 'criteria');
  const dynamic = blocks(body, 'dynamic_criteria');
  if (!isJsonArray(scopes) || fixed === undefined || dynamic === undefined) {
    return unpriced('its scopes or criteria are known only to Terraform');
  }
  const count = (criteria: readonly JsonObject[]): number =>
    scopes.length * criteria.reduce((sum, criterion) => sum + combinations(criterion), 0);
  const open = [...fixed, ...dynamic].some(isOpen)
    ? 'one for each value that a dimension takes, of which one is counted'
    : '';
  const name = `Metric alert ${literalText(body, 'name') ?? ''}`.trim();
  return [
    charge('monitor.metricAlert', new Decimal(count(fixed) + count(dynamic)), name, open),
    ...(dynamic.length > 0
      ? [charge('monitor.metricAlert.dynamic', new Decimal(count(dynamic)), `${name}, dynamic`, open)]
      : []),
  ];
};

function valuesOf(dimension: JsonObject): readonly string[] {
  const values = dimension['values'];
  return isJsonArray(values) ? values.map(String) : [];
}

function combinations(criterion: JsonObject): number {
  return (blocks(criterion, 'dimension') ?? []).reduce(
    (product, one) => product * Math.max(valuesOf(one).length, 1),
    1,
  );
}

function isOpen(criterion: JsonObject): boolean {
  return (blocks(criterion, 'dimension') ?? []).some(
    (one) => valuesOf(one).includes('*') || one['operator'] === 'Exclude' || one['operator'] === 'StartsWith',
  );
}

/** Priced by how often it looks, and by each series beyond the first; beyond a quarter of an hour the price stays. */
export const priceLogAlert: Pricer = ({ body }) => {
  if (body['enabled'] === false) return free('a disabled alert costs nothing');
  const frequency = literalText(body, 'evaluation_frequency');
  const minutes = frequency === undefined ? undefined : isoMinutes(frequency);
  if (minutes === undefined) {
    return unpriced('its evaluation frequency is known only to Terraform');
  }
  const step = [15, 10, 5].find((known) => minutes >= known) ?? 1;
  const name = `Log alert ${literalText(body, 'name') ?? ''}`.trim();
  const key = `monitor.logAlert.${String(step)}min`;
  const series = (blocks(body, 'criteria') ?? []).reduce((sum, criterion) => sum + combinations(criterion), 0);
  return [
    charge(key, new Decimal(1), name, `every ${String(minutes)} minutes`),
    ...(series > 1 ? [charge(`${key}.series`, new Decimal(series - 1), `${name}, further series`, '')] : []),
  ];
};

/** `PT15M`, `PT1H`, `P1D` in minutes. */
function isoMinutes(duration: string): number | undefined {
  const match = /^P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?)?$/.exec(duration);
  const [, days, hours, minutes] = match ?? [];
  const total = Number(days ?? 0) * 1440 + Number(hours ?? 0) * 60 + Number(minutes ?? 0);
  return total > 0 ? total : undefined;
}
