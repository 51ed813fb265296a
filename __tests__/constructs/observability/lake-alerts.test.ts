import { Lakehouse } from '../../../constructs/lakehouse/lakehouse';
import type { LakehouseProps } from '../../../constructs/lakehouse/lakehouse-props';
import { ALERT_IDS, type AlertSettings } from '../../../environments/settings/alerts';
import { prod } from '../../../environments/prod';
import type { JsonObject } from '../../../shared/json';
import { chain } from '../../support/contracts';
import { describeRefusals } from '../../support/refusal';
import { bodiesOf, synthesizeStack } from '../../support/synth';

const ALERT_TYPES = [
  'azurerm_monitor_metric_alert',
  'azurerm_monitor_scheduled_query_rules_alert_v2',
  'azurerm_monitor_activity_log_alert',
];
const SPECIAL: Readonly<Record<string, RegExp>> = {
  'spark-failed': /^spark-failed-/,
  'resource-deleted': /^deleted-/,
  'role-changed': /^role-(granted|revoked)$/,
};

const lake = (alerts: AlertSettings): LakehouseProps => ({ environment: { ...prod, alerts }, contracts: chain });

function alertsOf(alerts: AlertSettings): ReadonlyMap<string, JsonObject> {
  const stack = synthesizeStack((scope) => new Lakehouse(scope, 'Lakehouse', lake(alerts)));
  return new Map(
    ALERT_TYPES.flatMap((type) => bodiesOf(stack, type)).map((body) => [String(body['name']), body] as const),
  );
}

const criterion = (body: JsonObject | undefined): unknown =>
  (body?.['criteria'] as readonly unknown[] | undefined)?.[0];

describe('the alerts of a lake', () => {
  const all = alertsOf({});
  const matching = (id: string): readonly string[] =>
    [...all.keys()].filter((name) => SPECIAL[id]?.test(name) ?? name === id);

  describeRefusals(lake({}), (stack, id, props) => new Lakehouse(stack, id, props), [
    {
      what: 'a negative threshold',
      bad: lake({ 'bronze-slow': { threshold: -1 } }),
      setting: 'alerts.bronze-slow.threshold',
      good: lake({ 'bronze-slow': { threshold: 0 } }),
    },
    {
      what: 'a severity for an alert on an event',
      bad: lake({ 'role-changed': { severity: 1 } }),
      setting: 'alerts.role-changed',
      good: lake({ 'role-changed': false }),
    },
    {
      what: 'an alert that nobody knows',
      bad: lake({ ['coffee' as 'freshness']: false }),
      setting: 'alerts',
      good: lake({ freshness: false }),
    },
  ]);

  test('exist, each of the catalogue', () => {
    // A tenant has its own; see tenant-alerts.test.ts.
    for (const id of ALERT_IDS.filter((each) => each !== 'tenant-cost'))
      expect([id, matching(id).length > 0]).toEqual([id, true]);
  });

  test.each([0, 1])('go when they are switched off, and no other (half %d)', (half) => {
    const off = ALERT_IDS.filter((_, index) => index % 2 === half);
    const rest = alertsOf(Object.fromEntries(off.map((id) => [id, false])));
    expect([...all.keys()].filter((name) => !rest.has(name)).sort()).toEqual(off.flatMap(matching).sort());
  });

  test('carry another threshold and severity where they are told to', () => {
    const tuned = alertsOf({ 'gold-slow': { threshold: 12, severity: 0 }, 'access-denied': { threshold: 3 } });
    expect(tuned.get('gold-slow')).toMatchObject({ severity: 0, criteria: [{ threshold: 12 }] });
    expect(tuned.get('access-denied')).toMatchObject({ severity: 1, criteria: [{ threshold: 3 }] });
    expect(all.get('gold-slow')).toMatchObject({ severity: 2, criteria: [{ threshold: 30 }] });
  });

  test.each<[string, string, number]>([
    ['bronze-slow', 'GreaterThan', prod.targets.layerMinutes.bronze],
    ['silver-slow', 'GreaterThan', prod.targets.layerMinutes.silver],
    ['gold-slow', 'GreaterThan', prod.targets.layerMinutes.gold],
    ['run-cost', 'GreaterThan', prod.targets.usdPerRun],
    ['pipeline-success', 'LessThan', prod.targets.pipelineSuccessPercent],
    ['storage-availability', 'LessThan', prod.targets.availabilityPercent],
    ['access-denied', 'GreaterThan', prod.targets.accessViolations],
  ])('%s holds the target of the environment', (name, operator, threshold) => {
    expect(criterion(all.get(name))).toMatchObject({ operator, threshold });
  });

  test('fire at the first failing period, but for freshness, which may fall between two runs', () => {
    const periods = [...all].flatMap(([name, { criteria }]) =>
      [...JSON.stringify(criteria).matchAll(/"minimum_failing_periods_to_trigger_alert":(\d+)/g)].map(
        ([, least]): readonly [string, number] => [name, Number(least)],
      ),
    );
    expect(periods.map(([name]) => name)).toEqual(expect.arrayContaining(['bronze-slow', 'silver-slow', 'gold-slow']));
    expect(periods).toEqual(periods.map(([name]) => [name, name === 'freshness' ? 2 : 1]));
  });

  test('look back for a fresh lake as long as the target, and not at all where no trigger runs', () => {
    const windowOf = (freshnessHours: number): unknown => {
      const environment = { ...prod, targets: { ...prod.targets, freshnessHours } };
      const stack = synthesizeStack((scope) => new Lakehouse(scope, 'Lakehouse', { environment, contracts: chain }));
      return bodiesOf(stack, ALERT_TYPES[1] ?? '').find(({ name }) => name === 'freshness')?.['window_duration'];
    };
    expect([1, 2, 5.5, 25, 48].map(windowOf)).toEqual(['PT1H', 'PT2H', 'PT6H', 'P2D', 'P2D']);
    const idle = { ...prod, pipeline: { ...prod.pipeline, active: false } };
    const stack = synthesizeStack(
      (scope) => new Lakehouse(scope, 'Lakehouse', { environment: idle, contracts: chain }),
    );
    expect(bodiesOf(stack, ALERT_TYPES[1] ?? '').map(({ name }) => name)).not.toContain('freshness');
  });

  test('price a run at the largest size of its pool: ten nodes of eight vCores at 13.8 cents', () => {
    expect(criterion(all.get('run-cost'))).toMatchObject({ query: expect.stringContaining('usd = 11.04 *') });
  });

  test('leave the cost of a run out where the region has no price', () => {
    const environment = { ...prod, location: 'norwayeast' };
    const stack = synthesizeStack((scope) => new Lakehouse(scope, 'Lakehouse', { environment, contracts: chain }));
    expect(bodiesOf(stack, ALERT_TYPES[1] ?? '').map(({ name }) => name)).not.toContain('run-cost');
  });
});
