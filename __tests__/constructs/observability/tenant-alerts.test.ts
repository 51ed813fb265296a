import { Lakehouse } from '../../../constructs/lakehouse/lakehouse';
import { prod } from '../../../environments/prod';
import type { Environment } from '../../../environments/settings/environment';
import type { TenantSettings } from '../../../environments/settings/tenants';
import { multiTenant } from '../../../examples/multi-tenant';
import { poolUsdPerHour } from '../../../finops/pool-price';
import { isJsonArray, type JsonObject } from '../../../shared/json';
import { chain } from '../../support/contracts';
import { kqlErrors } from '../../support/kusto';
import { refusalOf } from '../../support/refusal';
import { bodiesOf, scratchStack, synthesizeStack } from '../../support/synth';

const QUERY = 'azurerm_monitor_scheduled_query_rules_alert_v2';
const tenants: readonly TenantSettings[] = (multiTenant.tenants ?? []).map((tenant) => ({
  ...tenant,
  usdPerDay: tenant.isolation === 'account' ? 90 : 25,
}));
const base: Environment = {
  ...multiTenant,
  ...(prod.recovery === undefined ? {} : { recovery: prod.recovery }),
  tenants,
};

function lakeOf(environment: Environment) {
  return synthesizeStack((scope) => new Lakehouse(scope, 'Lakehouse', { environment, contracts: chain }));
}
const lake = lakeOf(base);
const alerts = new Map(bodiesOf(lake, QUERY).map((body) => [String(body['name']), body] as const));
const criterion = (name: string): JsonObject => {
  const criteria = alerts.get(name)?.['criteria'];
  return (isJsonArray(criteria) ? criteria[0] : undefined) as JsonObject;
};
const queryOf = (name: string): string => String(criterion(name)['query']);
const QUALITY = ['schema-pass', 'completeness', 'pii-coverage'] as const;

describe.each(tenants)('tenant $id', (tenant) => {
  const { id, usdPerDay } = tenant;

  test.each(QUALITY)('has the alert %s of the lake, on its own runs and at the same figure', (name) => {
    expect(criterion(`${name}-${id}`)).toMatchObject({ operator: 'LessThan', threshold: criterion(name)['threshold'] });
    expect(queryOf(`${name}-${id}`)).toBe(queryOf(name).replace('"medallion"', `"medallion-${id}"`));
    expect(alerts.get(`${name}-${id}`)?.['severity']).toBe(alerts.get(name)?.['severity']);
    expect(String(alerts.get(`${name}-${id}`)?.['description'])).toContain(` of ${id}`);
  });

  test('has an alert on what one run costs on its pool, and on what all that it runs in a day cost', () => {
    const shared = base.sparkPools.find(({ name }) => name === base.pipelinePool);
    const pool = tenant.isolation === 'account' ? tenant.sparkPool : shared;
    const price = String(pool && poolUsdPerHour(pool.nodeSize, pool.maxNodes, base.location));
    expect(criterion(`run-cost-${id}`)).toMatchObject({ threshold: base.targets.usdPerRun });
    expect(queryOf(`run-cost-${id}`)).toContain(`PipelineName == "medallion-${id}"`);
    expect(criterion(`tenant-cost-${id}`)).toMatchObject({ operator: 'GreaterThan', threshold: usdPerDay });
    expect(alerts.get(`tenant-cost-${id}`)).toMatchObject({ window_duration: 'P1D', evaluation_frequency: 'PT1H' });
    expect(Number(price)).toBeGreaterThan(1);
    expect(queryOf(`run-cost-${id}`)).toContain(`usd = ${price} *`);
    expect(queryOf(`tenant-cost-${id}`)).toContain(`usd = sum(${price} *`);
  });

  test('is asked about all its pipelines, and about no other', () => {
    const named = [...queryOf(`tenant-cost-${id}`).matchAll(/"([a-z-]+-[a-z0-9]+)"/g)].map(([, name]) => name);
    const own = bodiesOf(lake, 'azurerm_data_factory_pipeline')
      .map(({ name }) => String(name))
      .filter((name) => name.endsWith(`-${id}`));
    expect(own.length).toBeGreaterThan(5);
    expect(named.sort()).toEqual(own.sort());
  });
});

test('the log workspace can answer what it is asked about tenants', () => {
  const queries = [...alerts.keys()].filter((name) => tenants.some(({ id }) => name.endsWith(`-${id}`))).map(queryOf);
  expect(queries).toHaveLength(tenants.length * 6);
  expect(kqlErrors(queries)).toEqual(queries.map(() => []));
});

test('the alerts of tenants are left out and tuned with those of the lake', () => {
  const tuned = lakeOf({ ...base, alerts: { 'schema-pass': false, 'tenant-cost': { severity: 0 } } });
  const names = bodiesOf(tuned, QUERY).map(({ name }) => String(name));
  expect(names.filter((name) => name.startsWith('schema-pass'))).toEqual([]);
  const costs = bodiesOf(tuned, QUERY).filter(({ name }) => String(name).startsWith('tenant-cost'));
  expect(costs.map((body) => body['severity'])).toEqual(tenants.map(() => 0));
});

test('a figure of a day is refused where nothing has a price, and an alert on a run is left out', () => {
  const elsewhere = { ...base, location: 'norwayeast' };
  const { refusal } = refusalOf(
    () => new Lakehouse(scratchStack(), 'Lakehouse', { environment: elsewhere, contracts: chain }),
  );
  expect(refusal.setting).toBe('tenants.acme.usdPerDay');
  const { recovery: _, ...rest } = elsewhere;
  const names = bodiesOf(
    lakeOf({ ...rest, tenants: tenants.map(({ usdPerDay: _figure, ...tenant }) => tenant) }),
    QUERY,
  ).map(({ name }) => String(name));
  expect(names.filter((name) => name.startsWith('run-cost') || name.startsWith('tenant-cost'))).toEqual([]);
  expect(names).toContain('schema-pass-acme');
});
