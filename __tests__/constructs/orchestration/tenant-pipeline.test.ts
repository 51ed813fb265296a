import type { TenantSettings } from '../../../environments/settings/tenants';
import { multiTenant } from '../../../examples/multi-tenant';
import { pipelineActivities } from '../../../policies/rules/pipeline-activities';
import type { JsonObject } from '../../../shared/json';
import { follow } from '../../../synthesized/references';
import { resourcesOfType, type SynthesizedStack } from '../../../synthesized/stack';
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
      readonly dataset?: { readonly referenceName: string };
      readonly targetBigDataPool?: { readonly referenceName: string };
    };
  }[];
  const jobs = activities.filter(({ type }) => type === 'SparkJob');

  test('refreshes every table of the graph with its own binding, and ends with a look at its own figures', () => {
    expect(activities.map(({ name }) => name)).toEqual([
      ...['ResolveRelease', 'RefreshLake', 'ReadFigures', 'ReadFailure', 'NameFailure'],
    ]);
    const looks = activities.filter(({ name }) => name === 'ReadFigures' || name === 'ReadFailure');
    expect(looks.map(({ typeProperties }) => typeProperties.dataset?.referenceName)).toEqual(
      looks.map(() => `ledger_figures_${tenant.id}`),
    );
    const [dataset] = resourcesOfType(lake, 'azurerm_data_factory_custom_dataset').filter(
      ({ body }) => body['name'] === `ledger_figures_${tenant.id}`,
    );
    expect(JSON.parse(String(dataset?.body['type_properties_json']))).toEqual({
      location: { type: 'AzureBlobFSLocation', fileSystem: `${tenant.id}-system`, fileName: 'figures.json' },
    });
    const pipeline = bodiesOf(lake, 'azurerm_data_factory_pipeline').find(
      ({ name }) => name === `medallion-${tenant.id}`,
    );
    expect(pipeline?.['depends_on']).toContain(dataset?.address);
  });

  test('reads its figures in the account where they lie, by a right on that container alone', () => {
    const [dataset] = bodiesOf(lake, 'azurerm_data_factory_custom_dataset').filter(
      ({ name }) => name === `ledger_figures_${tenant.id}`,
    );
    const service = follow(lake, (dataset?.['linked_service'] as JsonObject | undefined)?.['name']);
    const [container] = resourcesOfType(lake, 'azurerm_storage_container').filter(
      ({ body }) => body['name'] === `${tenant.id}-system`,
    );
    const account = follow(lake, container?.body['storage_account_id']);
    expect(service?.body['url']).toBe(`https://${String(account?.body['name'])}.dfs.core.windows.net`);
    const reached = bodiesOf(lake, 'azurerm_data_factory_managed_private_endpoint')
      .filter((body) => follow(lake, body['target_resource_id'])?.address === account?.address)
      .map((body) => body['subresource_name']);
    expect(reached.sort()).toEqual(['blob', 'dfs']);
    const rights = bodiesOf(lake, 'azurerm_role_assignment').filter(
      (body) =>
        String(body['principal_id']).includes('azurerm_data_factory.') &&
        follow(lake, body['scope'])?.address === container?.address,
    );
    expect(rights.map((body) => body['role_definition_name'])).toEqual(['Storage Blob Data Reader']);
  });

  test('passes its own binding to every job', () => {
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
