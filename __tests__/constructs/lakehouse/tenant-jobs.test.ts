/** What a tenant has of the upkeep of a lake: maintenance with retention, backups, drills and a way back, each with its own binding. */
import { recoveryOf } from '../../../environments/recovery';
import type { TenantSettings } from '../../../environments/settings/tenants';
import { prod } from '../../../environments/prod';
import { multiTenant } from '../../../examples/multi-tenant';
import { layerOf } from '../../../finops/usage/flows';
import { evaluatePolicies, isFailure } from '../../../policies/engine';
import { rules } from '../../../policies/rules';
import { synthRules } from '../../../refusals/as-rules';
import type { Environment } from '../../../environments/settings/environment';
import { addStacks } from '../../../stacks';
import { chain } from '../../support/contracts';
import { bodiesOf, synthesize } from '../../support/synth';

const { recovery } = prod;
if (recovery === undefined) throw new Error('Production has a second region.');
const weekly = { frequency: 'Day', interval: 7, at: '03:00', startTime: '2026-12-01T00:00:00Z', active: true } as const;
const tenants: readonly TenantSettings[] = (multiTenant.tenants ?? []).map((tenant, index) =>
  index === 1 ? { ...tenant, maintenance: weekly, pipeline: { ...multiTenant.pipeline, active: true } } : tenant,
);
const environment: Environment = { ...multiTenant, recovery, tenants };
const { stacks } = synthesize((app) => addStacks(app, [environment], chain));
const [lake] = stacks.filter(({ name }) => name === environment.name);
if (lake === undefined) throw new Error('The example has no stack.');
const pipelines = bodiesOf(lake, 'azurerm_data_factory_pipeline');
const schedules = bodiesOf(lake, 'azurerm_data_factory_trigger_schedule');

interface Job {
  readonly policy: { readonly timeout: string; readonly retry: number };
  readonly typeProperties: {
    readonly args: readonly (string | { readonly value: string })[];
    readonly file: { readonly value: string };
    readonly targetBigDataPool: { readonly referenceName: string };
  };
}

function jobOf(name: string): {
  readonly args: readonly string[];
  readonly file: string;
  readonly pool: string;
  readonly text: string;
} {
  const text = String(pipelines.find((body) => body['name'] === name)?.['activities_json']);
  const [, job] = JSON.parse(text) as readonly Job[];
  if (job === undefined) throw new Error(`${name} runs no job.`);
  const { args, file, targetBigDataPool } = job.typeProperties;
  const plain = args.map((argument) => (typeof argument === 'string' ? argument : argument.value));
  return { args: plain, file: file.value, pool: targetBigDataPool.referenceName, text };
}

const KINDS = ['maintenance', 'backup', 'restore-drill', 'restore', 'erasure'] as const;

describe.each(tenants)('tenant $id', (tenant) => {
  const pool = tenant.isolation === 'account' ? tenant.sparkPool.name : environment.pipelinePool;
  const others = tenants.filter(({ id }) => id !== tenant.id).map(({ id }) => id);

  test.each(KINDS)('has %s with its own binding, on its pool, and nothing of another tenant in it', (kind) => {
    const { args, pool: used, text } = jobOf(`${kind}-${tenant.id}`);
    expect(args[args.indexOf('--binding') + 1]).toMatch(
      new RegExp(`^abfss://releases@.*/binding-${tenant.id}\\.json$`),
    );
    expect(used).toBe(pool);
    expect(others.filter((other) => text.includes(other))).toEqual([]);
  });

  test('keeps its backups in a container that holds no other’s, and drills among its own data', () => {
    const place = (name: string): string => {
      const { args } = jobOf(name);
      return String(args[args.indexOf('--place') + 1]);
    };
    const own = [`backup-${tenant.id}`, `restore-drill-${tenant.id}`, `restore-${tenant.id}`].map(place);
    expect(new Set(own).size).toBe(1);
    expect(own[0]).toMatch(new RegExp(`^abfss://${tenant.id}-backup@`));
    expect(place('backup')).toMatch(/^abfss:\/\/backup@/);
    const { args } = jobOf(`restore-drill-${tenant.id}`);
    expect(args[args.indexOf('--scratch') + 1]).toMatch(new RegExp(`^abfss://${tenant.id}-system@.*/scratch/drill$`));
    const [container] = bodiesOf(lake, 'azurerm_storage_container').filter(
      ({ name }) => name === `${tenant.id}-backup`,
    );
    expect(layerOf(String(container?.['name']))).toEqual({ layer: 'backup', tenant: tenant.id });
    expect(container).toMatchObject({
      metadata: { layer: 'backup', tenant: tenant.id },
      lifecycle: { prevent_destroy: true },
    });
  });

  test('is restored by hand only, one table or all that are damaged, and never twice', () => {
    const restore = pipelines.find(({ name }) => name === `restore-${tenant.id}`);
    expect(restore).toMatchObject({ concurrency: 1, parameters: { tables: '', backup: '' } });
    expect(schedules.map(({ name }) => name)).not.toContain(`restore-${tenant.id}-schedule`);
    expect(jobOf(`restore-${tenant.id}`).text).toContain('"retry":0');
  });
});

test('tenants are maintained, backed up and drilled when the lake is, or when their settings say', () => {
  const scheduled = (name: string) => schedules.find((body) => body['name'] === `${name}-schedule`);
  const when = (name: string): unknown => {
    const { frequency, interval, schedule, activated } = scheduled(name) ?? {};
    return { frequency, interval, schedule, activated };
  };
  const [first, second] = tenants.map(({ id }) => id);
  expect(when(`maintenance-${String(first)}`)).toEqual(when('maintenance'));
  expect(scheduled(`maintenance-${String(second)}`)).toMatchObject({
    interval: 7,
    schedule: { hours: [3], minutes: [0] },
  });
  for (const tenant of [first, second]) {
    expect(when(`backup-${String(tenant)}`)).toEqual(when('backup'));
    expect(when(`restore-drill-${String(tenant)}`)).toEqual(when('restore-drill'));
  }
});

test('a lake without a second region has no backups, of tenants neither; it is maintained all the same', () => {
  const without = synthesize((app) => addStacks(app, [multiTenant], chain)).stacks.find(
    ({ name }) => name === multiTenant.name,
  );
  const names = (without === undefined ? [] : bodiesOf(without, 'azurerm_data_factory_pipeline')).map(({ name }) =>
    String(name),
  );
  expect(names.filter((name) => /^(backup|restore)/.test(name))).toEqual([]);
  expect(names.filter((name) => name.startsWith('maintenance-'))).toEqual(tenants.map(({ id }) => `maintenance-${id}`));
});

test('in the region of its backups nothing of a tenant runs by itself', () => {
  const second = recoveryOf(environment);
  const times = (second.tenants ?? []).flatMap(({ pipeline, maintenance }) => [pipeline, maintenance]);
  expect(times.filter((time) => time !== undefined)).toHaveLength(2);
  expect(times.filter((time) => time?.active === true)).toEqual([]);
});

test('what tenants have of their own keeps every rule', () => {
  const { decisions } = evaluatePolicies(stacks, [...rules, ...synthRules], [], '2026-11-30');
  expect(decisions.filter(isFailure).map(({ rule, resource, message }) => [rule, resource?.path, message])).toEqual([]);
});
