import type { TenantSettings } from '../../../environments/settings/tenants';
import { multiTenant } from '../../../examples/multi-tenant';
import { pipelineActivities } from '../../../policies/rules/pipeline-activities';
import type { SynthesizedStack } from '../../../synthesized/stack';
import { addStacks } from '../../../stacks';
import { chain } from '../../support/contracts';
import { bodiesOf, synthesize } from '../../support/synth';

const tenants: readonly TenantSettings[] = (multiTenant.tenants ?? []).map((tenant, index) => ({
  ...tenant,
  ...(index === 0 ? { pipeline: { ...multiTenant.pipeline, active: true } } : {}),
}));
const { stacks } = synthesize((app) => addStacks(app, [{ ...multiTenant, tenants }], chain));
const named = (name: string): SynthesizedStack => {
  const found = stacks.find((stack) => stack.name === name);
  if (found === undefined) throw new Error(`There is no stack ${name}.`);
  return found;
};
const lake = named(multiTenant.name);
const pipelineOf = (tenant: string): string =>
  String(
    bodiesOf(lake, 'azurerm_data_factory_pipeline').find(({ name }) => name === `medallion-${tenant}`)?.[
      'activities_json'
    ],
  );

describe.each(tenants)('the pipeline of tenant $id', (tenant) => {
  const activities = JSON.parse(pipelineOf(tenant.id)) as readonly {
    readonly name: string;
    readonly type: string;
    readonly typeProperties: {
      readonly args?: readonly string[];
      readonly executorSize?: string;
      readonly targetBigDataPool?: { readonly referenceName: string };
    };
  }[];
  const jobs = activities.filter(({ type }) => type === 'SparkJob');

  test('refreshes every table of the graph with its own binding, and reads nothing of its ledger', () => {
    expect(activities.map(({ name }) => name)).toEqual(['ResolveRelease', 'RefreshLake']);
    for (const { typeProperties } of jobs) {
      const { args = [] } = typeProperties;
      expect(args[args.indexOf('--binding') + 1]).toMatch(
        new RegExp(`^abfss://releases@.*/binding-${tenant.id}\\.json$`),
      );
    }
  });

  test('asks for no larger executors than its pool has nodes', () => {
    const [shared] = multiTenant.sparkPools;
    const { nodeSize } = tenant.isolation === 'account' ? tenant.sparkPool : (shared ?? { nodeSize: 'none' });
    expect(jobs.map(({ typeProperties }) => typeProperties.executorSize)).toEqual([nodeSize]);
  });

  test('runs on a pool that the factory may use', () => {
    const pools = new Set(jobs.map(({ typeProperties }) => typeProperties.targetBigDataPool?.referenceName));
    const own = tenant.isolation === 'account' ? tenant.sparkPool.name : multiTenant.pipelinePool;
    expect([...pools]).toEqual([own]);
    const access = named(`${multiTenant.name}-access`).resources.map(({ path }) => path);
    expect(access).toContainEqual(expect.stringContaining(`/Factory-${own}/`));
  });

  test('names no container of another tenant', () => {
    const others = tenants.filter(({ id }) => id !== tenant.id).map(({ id }) => id);
    expect(others.length).toBeGreaterThan(0);
    for (const other of others) expect(pipelineOf(tenant.id)).not.toContain(other);
  });
});

test('a tenant is refreshed by the clock only where its settings say when', () => {
  const triggers = bodiesOf(lake, 'azurerm_data_factory_trigger_schedule').map(({ name }) => name);
  const [first, second] = tenants;
  expect(triggers).toContain(`medallion-${String(first?.id)}-schedule`);
  expect(triggers).not.toContain(`medallion-${String(second?.id)}-schedule`);
});

test('the pipelines of tenants keep the rules for the JSON of activities', () => {
  expect(JSON.stringify(pipelineActivities.evaluate(lake))).not.toContain('non-compliant');
});
