import { ACTIVITY_TYPES } from '../../azure/activity-types';
import { READ_FIGURES } from '../../constructs/orchestration/medallion-activities';
import { RESOLVE_RELEASE } from '../../contracts/release-layout';
import { DIAGNOSED, NOT_DIAGNOSED } from '../../constructs/observability/diagnostic-categories';
import { UserError } from '../../shared/errors';
import { environments } from '../../environments';
import { dev } from '../../environments/dev';
import type { JsonObject } from '../../shared/json';
import { shippedContracts, synthesizeShipped } from '../support/shipped';
import { addStacks } from '../../stacks';
import { bodiesOf, bodyOf, synthesize, resourceAt } from '../support/synth';

const { stacks, json, text } = synthesizeShipped();
const lakes = stacks.filter(({ name }) => !name.endsWith('-access'));
const access = stacks.filter(({ name }) => name.endsWith('-access'));

test('fails for an environment whose parts do not agree', () => {
  const environment = { ...dev, pipelinePool: 'other' };
  const build = (): unknown => synthesize((app) => addStacks(app, [environment], shippedContracts()));
  expect(build).toThrow('pipelinePool is "other"');
  expect(build).toThrow(UserError);
});

test('there are two stacks an environment', () => {
  expect(stacks.map(({ name }) => name).sort()).toEqual(
    environments.flatMap(({ name }) => [name, `${name}-access`]).sort(),
  );
});

describe.each(stacks)('stack $name', (stack) => {
  test('keeps its state remotely, under its own key, by identity', () => {
    expect(stack.terraform['backend']).toEqual({
      azurerm: expect.objectContaining({ key: `${stack.name}.tfstate`, use_azuread_auth: true, use_oidc: true }),
    });
  });

  test('refers to nothing that it does not hold', () => {
    const declared = new Set(stack.resources.map(({ address }) => address));
    const remote = Object.keys(section(section(json[stack.name], 'data'), 'terraform_remote_state'));
    for (const name of remote) declared.add(`data.terraform_remote_state.${name}`);
    const references = [...String(text[stack.name]).matchAll(/\$\{((?:data\.)?[a-z_]+\.[\w-]+)[.[]/g)];
    expect(references.length).toBeGreaterThan(0);
    for (const [, address] of references) expect(declared).toContain(address);
  });

  test('names each dependency that it waits for', () => {
    const declared = stack.resources.map(({ address }) => address);
    for (const { body } of stack.resources) {
      for (const dependency of (body['depends_on'] ?? []) as readonly string[]) expect(declared).toContain(dependency);
    }
  });

  test('has no two resources of one address, and every resource of a known construct', () => {
    const addresses = stack.resources.map(({ address }) => address);
    expect(new Set(addresses).size).toBe(addresses.length);
    for (const { path } of stack.resources) expect(path.startsWith(`${stack.name}/`)).toBe(true);
  });

  test('holds no path of this machine and no unresolved token', () => {
    expect(text[stack.name]).not.toContain(process.cwd());
    expect(text[stack.name]).not.toContain('TfToken[');
  });

  test('uses no resource type that is neither diagnosed nor excused', () => {
    const types = new Set(stack.resources.map(({ type }) => type));
    const known = new Set([...Object.keys(DIAGNOSED), ...Object.keys(NOT_DIAGNOSED)]);
    expect([...types].filter((type) => !known.has(type))).toEqual([]);
    expect(types.size).toBeGreaterThan(1);
  });

  test('tags all that can be tagged with who, what for and where', () => {
    const environment = environments.find(({ name }) => name === stack.environment);
    const tagged = stack.resources.filter(({ body }) => body['tags'] !== undefined);
    for (const { body, type } of tagged) {
      const title = type === 'azurerm_portal_dashboard' ? { 'hidden-title': expect.any(String) } : {};
      expect(body['tags']).toEqual({ ...environment?.tags, ManagedBy: 'Medallion', ...title });
    }
    expect(tagged.length > 0).toBe(!stack.name.endsWith('-access'));
  });
});

describe.each(lakes)('lake $name', (stack) => {
  const environment = environments.find(({ name }) => name === stack.name);

  test('sends the log of every resource that has one', () => {
    const targets = bodiesOf(stack, 'azurerm_monitor_diagnostic_setting').map((body) => body['target_resource_id']);
    const expected = stack.resources.flatMap(({ type, address }) =>
      Object.entries(DIAGNOSED).flatMap(([known, { below }]) => (known === type ? [`\${${address}.id}${below}`] : [])),
    );
    expect([...targets].sort()).toEqual(expected.sort());
  });

  test('runs a pipeline whose activities the provider knows and whose dependencies exist', () => {
    const activities = pipelineOf(stack);
    const names = activities.map(({ name }) => name);
    for (const { type, dependsOn } of activities) {
      expect(ACTIVITY_TYPES).toContain(type);
      for (const { activity } of dependsOn) expect(names).toContain(activity);
    }
    expect(names).toEqual([RESOLVE_RELEASE, 'RefreshLake', READ_FIGURES, 'ReadFailure', 'NameFailure']);
  });

  test('starts one Spark job that works through the graph of whatever release is active', () => {
    const jobs = pipelineOf(stack).filter(({ type }) => type === 'SparkJob');
    expect(jobs.map(({ dependsOn }) => dependsOn.map(({ activity }) => activity))).toEqual([[RESOLVE_RELEASE]]);
    expect(JSON.stringify(jobs)).not.toContain('--tables');
  });

  test('is locked and kept exactly where data is protected', () => {
    const locks = bodiesOf(stack, 'azurerm_management_lock');
    const accounts = bodiesOf(stack, 'azurerm_storage_account');
    const holdData = [
      ...accounts,
      ...bodiesOf(stack, 'azurerm_key_vault'),
      ...bodiesOf(stack, 'azurerm_synapse_sql_pool'),
    ];
    expect(locks).toHaveLength(environment?.protectData === true ? holdData.length : 0);
    const kept = stack.resources.filter(({ body }) => section(body, 'lifecycle')['prevent_destroy'] === true);
    expect(new Set(kept.map(({ type }) => type))).toEqual(
      new Set(
        environment?.protectData === true
          ? [
              'azurerm_key_vault',
              ...(environment.encryption === undefined ? [] : ['azurerm_key_vault_key']),
              'azurerm_storage_account',
              'azurerm_storage_container',
              'azurerm_synapse_sql_pool',
              'azurerm_synapse_workspace',
            ]
          : [],
      ),
    );
  });

  test('gives people no personal data where they may not write', () => {
    const people = bodiesOf(stack, 'azurerm_role_assignment').filter((grant) => grant['principal_type'] === 'Group');
    const clear = people.filter((grant) => /Container-(landing|bronze)/.test(String(grant['scope'])));
    expect(people.length).toBeGreaterThan(0);
    expect(clear.length > 0).toBe(environment?.access.engineersMayWrite);
  });

  test('grants data at one container each, with a reason', () => {
    const grants = bodiesOf(stack, 'azurerm_role_assignment');
    for (const grant of grants) {
      expect(String(grant['description']).length).toBeGreaterThan(20);
      if (String(grant['role_definition_name']).startsWith('Storage')) {
        expect(grant['scope']).toMatch(/^\$\{azurerm_storage_container\./);
      }
    }
  });

  test('holds no secret', () => {
    // A lock lists the rights below it by their addresses, which hold no values.
    const all = JSON.stringify(stack.resources.filter(({ type }) => type !== 'terraform_data'));
    expect([...new Set(all.match(/"[^"]*(password|secret|access_key|sas_token)[^"]*":/gi))]).toEqual([
      '"shared_access_key_enabled":',
      '"sql_administrator_login_password":',
    ]);
    expect(all).toContain('"shared_access_key_enabled":false');
    expect(all).toContain('"sql_administrator_login_password":"${uuid()}-Aa1"');
  });

  test('writes the binding that Spark jobs read', () => {
    const account = resourceAt(stack, 'Storage/Default/Account').body['name'];
    const uri = (container: string): string => `abfss://${container}@${String(account)}.dfs.core.windows.net`;
    expect(section(section(json[stack.name], 'output'), 'binding')['value']).toEqual({
      schemaVersion: 1,
      environment: stack.name,
      containers: {
        landing: uri('landing'),
        bronze: uri('bronze'),
        silver: uri('silver'),
        gold: uri('gold'),
        system: uri('system'),
      },
      evidence: uri('audit'),
      tokenKey: { kind: 'keyVault', vault: bodyOf(stack, 'azurerm_key_vault')['name'], secret: 'token-key' },
    });
  });
});

describe.each(access)('access stack $name', (stack) => {
  test('lets the factory run jobs on the pipeline pool and read artifacts, and nothing more', () => {
    const factory = bodiesOf(stack, 'azurerm_synapse_role_assignment').filter(
      (grant) => grant['principal_type'] === 'ServicePrincipal',
    );
    expect(factory.map((grant) => [grant['role_name'], grant['synapse_spark_pool_id'] !== undefined]).sort()).toEqual([
      ['Synapse Artifact User', false],
      ['Synapse Compute Operator', true],
    ]);
  });

  test('opens private ways from the managed network to storage and vault', () => {
    const endpoints = bodiesOf(stack, 'azurerm_synapse_managed_private_endpoint');
    const accounts = lakes.find(({ name }) => name === stack.environment);
    const count = accounts === undefined ? 0 : bodiesOf(accounts, 'azurerm_storage_account').length;
    expect(endpoints.map((endpoint) => endpoint['subresource_name']).sort()).toEqual([
      ...Array<string>(count).fill('blob'),
      ...Array<string>(count).fill('dfs'),
      'vault',
    ]);
  });

  test('reads only outputs that the first stack writes', () => {
    const read = [...String(text[stack.name]).matchAll(/\.outputs\.([\w-]+)/g)].map(([, output]) => output);
    const written = Object.keys(section(json[stack.environment], 'output'));
    expect(read.length).toBeGreaterThan(0);
    for (const output of read) expect(written).toContain(output);
  });
});

interface ParsedActivity {
  readonly name: string;
  readonly type: string;
  readonly dependsOn: readonly { readonly activity: string }[];
}

function pipelineOf(stack: (typeof stacks)[number]): readonly ParsedActivity[] {
  const pipeline = bodiesOf(stack, 'azurerm_data_factory_pipeline').find(({ name }) => name === 'medallion');
  return JSON.parse(String(pipeline?.['activities_json'])) as ParsedActivity[];
}

function section(parent: JsonObject | undefined, key: string): JsonObject {
  return (parent?.[key] ?? {}) as JsonObject;
}
