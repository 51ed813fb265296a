import type { Json, JsonObject } from '../../shared/json';
import { UserError } from '../../shared/errors';
import { evaluatePolicies, type PolicyReport } from '../../policies/engine';
import { rules } from '../../policies/rules';
import { summary } from '../../policies/report';
import { synthRules } from '../../refusals/as-rules';
import { parseStack } from '../../synthesized/parse-stack';

/** What `medallion policy` says about a stack: findings, open questions, what was not looked into; or a refusal of the file. */
type Expected =
  | { readonly refused: string }
  | { readonly nothing: true }
  | {
      /** Rules that find something; each must be among the findings. */
      readonly finds?: readonly string[];
      /** Rules that must not find anything. */
      readonly silent?: readonly string[];
      /** Rules that must say that they cannot decide. */
      readonly open?: readonly string[];
      readonly notEvaluated?: readonly string[];
      readonly notice?: string;
    };

interface Foreign {
  readonly what: string;
  readonly document: Json;
  readonly expected: Expected;
}

const TERRAFORM: JsonObject = {
  required_providers: { azurerm: { source: 'hashicorp/azurerm', version: '4.55.0' } },
  backend: { azurerm: { key: 'test.tfstate', use_azuread_auth: true } },
};
const OPEN: JsonObject = {
  name: 'stlake',
  account_replication_type: 'GRS',
  account_tier: 'Standard',
  is_hns_enabled: true,
};
const ENTRA = 'storage-entra-id-only';
const withTerraform = (rest: JsonObject): JsonObject => ({ terraform: TERRAFORM, ...rest });
const account = (body: JsonObject = OPEN) => ({ azurerm_storage_account: { lake: body } });
const ID = '${azurerm_storage_account.lake.id}';
const lifecycle = (body: JsonObject, prefix = 'landing/raw/'): JsonObject => ({
  storage_account_id: ID,
  rule: [
    {
      name: 'cool',
      enabled: true,
      filters: { blob_types: ['blockBlob'], prefix_match: [prefix] },
      actions: { base_blob: { tier_to_cool_after_days_since_modification_greater_than: 30 } },
    },
  ],
  ...body,
});
const role = (body: JsonObject): JsonObject =>
  withTerraform({
    resource: {
      ...account(),
      azurerm_role_assignment: {
        grant: { scope: ID, principal_id: '11111111-2222-4333-8444-555555555555', principal_type: 'Group', ...body },
      },
    },
  });
const SUBSCRIPTION = '/subscriptions/00000000-0000-4000-8000-0000000000f0';
const BLOB_READER = '2a2b9908-6ea1-4ae2-8e65-a410df84e7d1';
const logged = (log: JsonObject): JsonObject =>
  withTerraform({
    resource: {
      ...account(),
      azurerm_monitor_diagnostic_setting: {
        logs: {
          name: 'logs',
          target_resource_id: `${ID}/blobServices/default`,
          log_analytics_workspace_id: `${SUBSCRIPTION}/resourceGroups/r/providers/Microsoft.OperationalInsights/workspaces/w`,
          enabled_log: log,
        },
      },
    },
  });
const container = (body: JsonObject): JsonObject =>
  withTerraform({ resource: { ...account(), azurerm_storage_container: { box: body } } });
const lifecycleOf = (box: JsonObject, body: JsonObject = {}, prefix?: string): JsonObject =>
  withTerraform({
    resource: {
      ...account(),
      azurerm_storage_container: { box },
      azurerm_storage_management_policy: { tiers: lifecycle(body, prefix) },
    },
  });

const corpus: readonly Foreign[] = [
  // Forms of a file.
  { what: 'resource as a list', document: withTerraform({ resource: [account()] }), expected: { finds: [ENTRA] } },
  {
    what: 'a list at every label',
    document: withTerraform({ resource: [{ azurerm_storage_account: [{ lake: [OPEN] }] }] }),
    expected: { finds: [ENTRA] },
  },
  {
    what: 'a list at the root',
    document: [{ terraform: TERRAFORM }, { resource: account() }],
    expected: { finds: [ENTRA] },
  },
  {
    what: 'two resource blocks in one list',
    document: withTerraform({ resource: [account(), { azurerm_key_vault: { kv: { name: 'kv-lake' } } }] }),
    expected: { finds: [ENTRA, 'key-vault-protected'] },
  },
  {
    what: 'terraform as a list, with the provider list form',
    document: {
      terraform: [
        { required_providers: [{ azurerm: { version: '4.55.0' } }] },
        { backend: [{ azurerm: [{ key: 'test.tfstate', use_azuread_auth: true }] }] },
      ],
      resource: account(),
    },
    expected: { finds: [ENTRA], silent: ['provider-pinned', 'remote-state-backend', 'state-key-of-stack'] },
  },
  {
    what: 'comments at every level',
    document: withTerraform({
      '//': 'by hand',
      resource: { '//': 'x', azurerm_storage_account: { '//': 'y', lake: { '//': 'z', ...OPEN } } },
    }),
    expected: { finds: [ENTRA] },
  },
  {
    what: 'an expression in the place of the blocks',
    document: withTerraform({ resource: '${var.resources}' }),
    expected: { refused: 'resource is "${var.resources}"' },
  },
  {
    what: 'an expression in the place of a body',
    document: withTerraform({ resource: { azurerm_storage_account: { lake: '${var.body}' } } }),
    expected: { refused: 'resource.azurerm_storage_account.lake is' },
  },
  {
    what: 'one resource twice',
    document: withTerraform({ resource: [account(), account()] }),
    expected: { refused: 'holds azurerm_storage_account.lake twice' },
  },
  { what: 'a misspelt block type', document: { resources: account() }, expected: { refused: 'the key "resources"' } },
  {
    what: 'the JSON of a plan',
    document: { format_version: '1.2', resource_changes: [] },
    expected: { refused: 'the JSON of a plan' },
  },
  {
    what: 'a state',
    document: { version: 4, terraform_version: '1.11.4', resources: [] },
    expected: { refused: 'a Terraform state' },
  },
  {
    what: 'an ARM template',
    document: { $schema: 'https://schema.management.azure.com/x#', resources: [] },
    expected: { refused: 'an ARM template' },
  },
  { what: 'a number', document: 42, expected: { refused: 'allowed: an object' } },
  { what: 'an empty object', document: {}, expected: { nothing: true } },
  // Nothing to judge.
  {
    what: 'another cloud alone',
    document: { resource: { aws_s3_bucket: { lake: { bucket: 'lake' } } } },
    expected: { nothing: true },
  },
  {
    what: 'modules alone',
    document: withTerraform({ module: { lake: { source: 'Azure/lake/azurerm' } } }),
    expected: { nothing: true },
  },
  // Modules and other providers beside ours.
  {
    what: 'a module of a registry',
    document: withTerraform({
      resource: account(),
      module: { net: { source: 'Azure/network/azurerm', version: '5.3.0' } },
    }),
    expected: { finds: [ENTRA], notEvaluated: ['module.net'] },
  },
  {
    what: 'modules in a list',
    document: withTerraform({
      resource: account(),
      module: [{ net: [{ source: './net' }] }, { dns: { source: './dns' } }],
    }),
    expected: { notEvaluated: ['module.net', 'module.dns'] },
  },
  {
    what: 'azapi and aws beside azurerm',
    document: withTerraform({
      resource: { ...account(), azapi_resource: { vault: { type: 'x' } }, aws_s3_bucket: { b: {} } },
    }),
    expected: { finds: [ENTRA], notEvaluated: ['azapi_resource.vault', 'aws_s3_bucket.b'] },
  },
  {
    what: 'a dependency on a module and on data',
    document: withTerraform({
      resource: account({ ...OPEN, depends_on: ['module.net', 'data.azurerm_client_config.me'] }),
      module: { net: { source: './n' } },
    }),
    expected: { silent: ['references-resolve'], notEvaluated: ['module.net'] },
  },
  // Versions.
  {
    what: 'azurerm 3',
    document: { terraform: { required_providers: { azurerm: { version: '3.117.0' } } }, resource: account() },
    expected: { notice: 'asks for azurerm 3.117.0' },
  },
  {
    what: 'azurerm 4.73 in the short form',
    document: { terraform: [{ required_providers: [{ azurerm: '4.73.0' }] }], resource: account() },
    expected: { notice: 'asks for azurerm 4.73.0' },
  },
  // Repetition and generated blocks.
  {
    what: 'two lifecycle policies by for_each on one account',
    document: lifecycleOf({ name: 'landing', storage_account_id: ID }, { for_each: '${toset(["a", "b"])}' }),
    expected: { finds: ['storage-one-lifecycle-policy'] },
  },
  {
    what: 'lifecycle policies by a for_each that is a variable',
    document: lifecycleOf({ name: 'landing', storage_account_id: ID }, { for_each: '${var.policies}' }),
    expected: { open: ['storage-one-lifecycle-policy'] },
  },
  {
    what: 'a policy for each of several accounts',
    document: withTerraform({
      resource: {
        azurerm_storage_account: { lake: { ...OPEN, for_each: { a: 1, b: 2 }, name: 'st${each.key}' } },
        azurerm_storage_management_policy: {
          tiers: lifecycle({
            for_each: { a: 1, b: 2 },
            storage_account_id: '${azurerm_storage_account.lake[each.key].id}',
          }),
        },
      },
    }),
    expected: { silent: ['storage-one-lifecycle-policy'] },
  },
  {
    what: 'count with a fixed name',
    document: withTerraform({
      resource: {
        ...account(),
        azurerm_storage_container: { box: { count: 2, name: 'gold', storage_account_id: ID } },
      },
    }),
    expected: { finds: ['unique-names'] },
  },
  {
    what: 'count with a name by index',
    document: withTerraform({
      resource: {
        ...account(),
        azurerm_storage_container: { box: { count: 2, name: 'gold${count.index}', storage_account_id: ID } },
      },
    }),
    expected: { silent: ['unique-names'] },
  },
  {
    what: 'dynamic rules, in the list form',
    document: withTerraform({
      resource: {
        ...account(),
        azurerm_storage_management_policy: {
          tiers: { storage_account_id: ID, dynamic: [{ rule: { for_each: '${var.rules}', content: {} } }] },
        },
      },
    }),
    expected: { open: ['delta-containers-never-archived', 'storage-lifecycle-order'] },
  },
  {
    what: 'a lock on one of several accounts',
    document: withTerraform({
      resource: {
        azurerm_storage_account: { lake: { ...OPEN, for_each: { a: 1, b: 2 }, name: 'st${each.key}' } },
        azurerm_management_lock: {
          lock: { name: 'l', lock_level: 'CanNotDelete', scope: '${azurerm_storage_account.lake["a"].id}' },
        },
      },
    }),
    expected: { open: ['stateful-locked'] },
  },
  {
    what: 'an argument behind a variable',
    document: withTerraform({
      resource: account({ ...OPEN, min_tls_version: '${var.tls}', shared_access_key_enabled: '${var.keys}' }),
    }),
    expected: { open: ['storage-encrypted-transport', 'argument-values'] },
  },
  // Equivalent spellings.
  ...[
    ['by name in capitals', { role_definition_name: 'STORAGE BLOB DATA READER' }],
    ['by id', { role_definition_id: `/providers/Microsoft.Authorization/roleDefinitions/${BLOB_READER}` }],
    [
      'by an id of a subscription, in capitals',
      {
        role_definition_id: `${SUBSCRIPTION}/providers/microsoft.authorization/roleDefinitions/${BLOB_READER.toUpperCase()}`,
      },
    ],
    [
      'by an id behind a data source',
      {
        role_definition_id: `\${data.azurerm_subscription.me.id}/providers/Microsoft.Authorization/roleDefinitions/${BLOB_READER}`,
      },
    ],
  ].map(([what, body]): Foreign => ({
    what: `a data role on the account, ${String(what)}`,
    document: role(body as JsonObject),
    expected: { finds: ['role-assignment-container-scope'] },
  })),
  {
    what: 'Owner by a data source of the role',
    document: {
      ...role({ role_definition_id: '${data.azurerm_role_definition.o.id}' }),
      data: { azurerm_role_definition: { o: { name: 'owner' } } },
    },
    expected: { finds: ['role-assignment-least-privilege'] },
  },
  {
    what: 'the same role twice, by name and by id',
    document: withTerraform({
      resource: {
        ...account(),
        azurerm_role_assignment: {
          one: { scope: ID, principal_id: 'p', role_definition_name: 'Storage Blob Data Reader' },
          two: {
            scope: ID,
            principal_id: 'p',
            role_definition_id: `/providers/Microsoft.Authorization/roleDefinitions/${BLOB_READER}`,
          },
        },
      },
    }),
    expected: { finds: ['role-assignment-unique'] },
  },
  {
    what: 'a container by account name',
    document: lifecycleOf({ name: 'landing', storage_account_name: '${azurerm_storage_account.lake.name}' }),
    expected: { silent: ['storage-lifecycle-prefix'] },
  },
  {
    what: 'a container by the literal name of the account',
    document: lifecycleOf({ name: 'landing', storage_account_name: 'stlake' }),
    expected: { silent: ['storage-lifecycle-prefix'] },
  },
  {
    what: 'a prefix that no container has',
    document: lifecycleOf({ name: 'landing', storage_account_name: 'stlake' }, {}, 'lnading/raw/'),
    expected: { finds: ['storage-lifecycle-prefix'] },
  },
  ...['allLogs', 'audit'].map((group): Foreign => ({
    what: `the category group ${group}`,
    document: logged({ category_group: group }),
    expected: { silent: ['diagnostics-on-data-stores', 'diagnostic-categories'] },
  })),
  {
    what: 'a group that Azure does not have',
    document: logged({ category_group: 'everything' }),
    expected: { finds: ['diagnostic-categories'] },
  },
  ...['$web', '$root'].map((name): Foreign => ({
    what: `the container ${name}`,
    document: container({ name, storage_account_id: ID }),
    expected: { silent: ['resource-names'] },
  })),
  // Secrets.
  ...(
    [
      ['a provider', { provider: { azurerm: [{ features: {}, client_secret: 'S3cr3t~value' }] } }],
      ['a provider in plain form', { provider: { azurerm: { features: {}, client_certificate_password: 'x' } } }],
      ['the default of a variable', { variable: { sql_password: { default: 'Passw0rd!' } } }],
      ['a local', { locals: { account_key: 'abc' } }],
      ['an output', { output: { conn: { value: 'Server=tcp:x;Password=abc;' } } }],
      ['a URL', { locals: { source: 'postgres://user:hunter2@db/x' } }],
      ['an s3 backend', { terraform: { ...TERRAFORM, backend: { s3: { bucket: 'b', secret_key: 'abc' } } } }],
      ['a pg backend', { terraform: { ...TERRAFORM, backend: { pg: { conn_str: 'postgres://x' } } } }],
      [
        'an http backend',
        { terraform: { ...TERRAFORM, backend: [{ http: [{ address: 'https://x', password: 'p' }] }] } },
      ],
      ['a module argument', { module: { db: { source: './db', admin_password: 'p' } } }],
    ] as const
  ).map(([what, part]): Foreign => ({
    what: `a secret in ${what}`,
    document: { ...withTerraform({ resource: account() }), ...part },
    expected: { finds: ['no-secret-literals'], notEvaluated: 'module' in part ? ['module.db'] : [] },
  })),
  {
    what: 'no secret in references and empty defaults',
    document: withTerraform({
      resource: account(),
      variable: { sql_password: { sensitive: true, description: 'password of the pool' } },
      output: { password: { value: '${var.sql_password}', sensitive: true } },
      provider: { azurerm: { features: {}, client_secret: '${var.client_secret}' } },
    }),
    expected: { silent: ['no-secret-literals'] },
  },
  // Hostile and broken values.
  {
    what: 'a cycle of references',
    document: withTerraform({ resource: account({ ...OPEN, name: '${azurerm_storage_account.lake.name}' }) }),
    expected: { finds: [ENTRA] },
  },
  {
    what: 'a name that is markup',
    document: withTerraform({ resource: account({ ...OPEN, name: '<img src=x onerror=alert(1)>|@all' }) }),
    expected: { finds: ['resource-names'] },
  },
  {
    what: 'an address named like a prototype',
    document: withTerraform({
      resource: { azurerm_storage_account: { constructor: OPEN, toString: { ...OPEN, name: 'stb' } } },
    }),
    expected: { finds: [ENTRA] },
  },
  {
    what: 'numbers, lists and nulls where texts belong',
    document: withTerraform({
      resource: account({ name: 7, tags: ['a'], network_rules: 'x', blob_properties: null, identity: [[]] }),
    }),
    expected: { finds: [ENTRA] },
  },
];

function judged(document: Json): PolicyReport {
  return evaluatePolicies([parseStack('test', document)], [...rules, ...synthRules], [], '2026-11-24');
}

test('has at least 40 stacks, each told apart', () => {
  expect(new Set(corpus.map(({ what }) => what)).size).toBe(corpus.length);
  process.stdout.write(`foreign corpus: ${String(corpus.length)} stacks\n`);
  expect(corpus.length).toBeGreaterThanOrEqual(40);
});

test.each(corpus)('$what', ({ document, expected }) => {
  if ('refused' in expected) {
    const refusal = () => judged(document);
    expect(refusal).toThrow(UserError);
    expect(refusal).toThrow(expected.refused);
    return;
  }
  const report = judged(document);
  const rulesWith = (status: string) =>
    new Set(report.decisions.filter((one) => one.status === status).map(({ rule }) => rule));
  expect([...rulesWith('rule-failed')]).toEqual([]);
  if ('nothing' in expected) {
    expect([report.nothingEvaluated, report.passed]).toEqual([true, false]);
    expect(summary(report)).toMatch(/^Nothing evaluated/);
    return;
  }
  const { finds = [], silent = [], open = [], notEvaluated = [], notice } = expected;
  expect([...rulesWith('non-compliant')]).toEqual(expect.arrayContaining([...finds]));
  expect([...rulesWith('non-compliant'), ...rulesWith('cannot-decide')].filter((id) => silent.includes(id))).toEqual(
    [],
  );
  expect([...rulesWith('cannot-decide')]).toEqual(expect.arrayContaining([...open]));
  expect(report.notEvaluated.map(({ address }) => address)).toEqual(notEvaluated);
  expect(report.notices.join()).toContain(notice ?? '');
});
