import { Decimal } from 'decimal.js';

import { isJsonArray, type JsonObject } from '../../shared/json';
import { blocks } from '../../synthesized/values';
import { onceInEnvironment, unpriced, type Charge, type Pricer } from '../charge';
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

/** One time series for each criterion and scope; a criterion split by dimension watches more than the JSON tells. */
export const priceMetricAlert: Pricer = ({ body }) => {
  const scopes = body['scopes'];
  const fixed = blocks(body, 'criteria');
  const dynamic = blocks(body, 'dynamic_criteria');
  if (!isJsonArray(scopes) || fixed === undefined || dynamic === undefined) {
    return unpriced('its scopes or criteria are known only to Terraform');
  }
  const series = new Decimal(scopes.length).times(fixed.length + dynamic.length);
  const split = [...fixed, ...dynamic].some(hasDimensions) ? 'more when a dimension has several values' : '';
  const name = `Metric alert ${literalText(body, 'name') ?? ''}`.trim();
  return [
    charge('monitor.metricAlert', series, name, split),
    ...(dynamic.length > 0
      ? [
          charge(
            'monitor.metricAlert.dynamic',
            new Decimal(scopes.length).times(dynamic.length),
            `${name}, dynamic`,
            split,
          ),
        ]
      : []),
  ];
};

function hasDimensions(criterion: JsonObject): boolean {
  return (blocks(criterion, 'dimension') ?? []).length > 0;
}

/** Priced by how often it looks; beyond a quarter of an hour the price stays. */
export const priceLogAlert: Pricer = ({ body }) => {
  const frequency = literalText(body, 'evaluation_frequency');
  const minutes = frequency === undefined ? undefined : isoMinutes(frequency);
  if (minutes === undefined) {
    return unpriced('its evaluation frequency is known only to Terraform');
  }
  const step = [15, 10, 5].find((known) => minutes >= known) ?? 1;
  const name = `Log alert ${literalText(body, 'name') ?? ''}`.trim();
  return [charge(`monitor.logAlert.${String(step)}min`, new Decimal(1), name, `every ${String(minutes)} minutes`)];
};

/** `PT15M`, `PT1H`, `P1D` in minutes. */
function isoMinutes(duration: string): number | undefined {
  const match = /^P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?)?$/.exec(duration);
  const [, days, hours, minutes] = match ?? [];
  const total = Number(days ?? 0) * 1440 + Number(hours ?? 0) * 60 + Number(minutes ?? 0);
  return total > 0 ? total : undefined;
}
