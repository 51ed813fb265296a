import type { Json, JsonObject } from '../../../shared/json';
import { lockComesLast } from '../../../policies/rules/lock-comes-last';
import { lockGivesWay } from '../../../policies/rules/lock-gives-way';
import { stateKeyOfStack } from '../../../policies/rules/state-key-of-stack';
import { statefulLocked } from '../../../policies/rules/stateful-locked';
import { statefulPreventDestroy } from '../../../policies/rules/stateful-prevent-destroy';
import { storageStaysInTenant } from '../../../policies/rules/storage-stays-in-tenant';
import { synapseCreateOnlySettings } from '../../../policies/rules/synapse-create-only-settings';
import { tenantIsolation } from '../../../policies/rules/tenant-isolation';
import type { SynthesizedStack } from '../../../synthesized/stack';
import { finds, isOpen, passes, stackOf, type RuleCase, type RuleCases } from '../harness';

const LITERAL_ONLY = 'Terraform takes literals only in a lifecycle or backend block.';
const ACCOUNT = 'azurerm_storage_account.lake';
const OWN = `\${${ACCOUNT}.id}`;
const account = (body: JsonObject) => stackOf({ [ACCOUNT]: body });

const LOCK = 'azurerm_management_lock.keep';
const locked = (lock_level: Json, scope: Json = OWN, lock: JsonObject = {}, rest: Record<string, JsonObject> = {}) =>
  stackOf({
    [ACCOUNT]: { resource_group_name: '${azurerm_resource_group.group.name}' },
    'azurerm_resource_group.group': {},
    [LOCK]: { lock_level, scope, ...lock },
    ...rest,
  });

const VAULT = 'azurerm_key_vault.vault';
const POOL = 'azurerm_synapse_sql_pool.serving';
const WORKSPACE_OF_POOL = {
  'azurerm_synapse_workspace.synapse': { resource_group_name: '${azurerm_resource_group.group.name}' },
  [POOL]: { synapse_workspace_id: '${azurerm_synapse_workspace.synapse.id}' },
};

const about = (address: string, ...cases: readonly RuleCase[]): readonly RuleCase[] =>
  cases.map((one) => ({ ...one, address }));
const vaultUnder = (scope: Json): SynthesizedStack => locked('CanNotDelete', scope, {}, { [VAULT]: {} });
const poolUnder = (scope: Json): SynthesizedStack => locked('CanNotDelete', scope, {}, WORKSPACE_OF_POOL);

export const lock: RuleCases = {
  rule: statefulLocked,
  address: ACCOUNT,
  cases: [
    passes('its own', locked('CanNotDelete')),
    passes('one of its group', locked('CanNotDelete', '${azurerm_resource_group.group.id}')),
    finds('none', account({}), 'no lock'),
    finds('one that hides keys', locked('ReadOnly'), 'ReadOnly'),
    finds('one of something else', locked('CanNotDelete', '/subscriptions/s/other')),
    isOpen('one on an unknown scope', locked('CanNotDelete', '${var.scope}')),
    isOpen('a level behind a variable', locked('${var.level}')),
    ...about(
      VAULT,
      passes('a vault with its own', vaultUnder(`\${${VAULT}.id}`)),
      finds('a vault beside a locked account', vaultUnder(OWN), 'no lock'),
    ),
    ...about(
      POOL,
      passes('a SQL pool with its own', poolUnder(`\${${POOL}.id}`)),
      passes('a SQL pool under one of its workspace', poolUnder('${azurerm_synapse_workspace.synapse.id}')),
      passes('a SQL pool under one of its group', poolUnder('${azurerm_resource_group.group.id}')),
      finds('a SQL pool beside a locked account', poolUnder(OWN), 'no lock'),
    ),
  ],
};

const below = {
  'azurerm_storage_container.gold': { storage_account_id: OWN },
  'azurerm_role_assignment.reader': { scope: '${azurerm_storage_container.gold.id}' },
};
const waiting = (...depends_on: readonly string[]) => locked('CanNotDelete', OWN, { depends_on }, below);

export const lockLast: RuleCases = {
  rule: lockComesLast,
  address: LOCK,
  cases: [
    passes('after all', waiting('azurerm_storage_container.gold', 'azurerm_role_assignment.reader')),
    passes('nothing below', locked('CanNotDelete')),
    finds('before all', waiting(), 'azurerm_storage_container.gold'),
    finds('before a grant on a container', waiting('azurerm_storage_container.gold'), 'azurerm_role_assignment.reader'),
    finds(
      'before a grant on a key of a vault',
      locked(
        'CanNotDelete',
        '${azurerm_key_vault.vault.id}',
        {},
        {
          'azurerm_key_vault.vault': {},
          'azurerm_key_vault_key.storage': { key_vault_id: '${azurerm_key_vault.vault.id}' },
          'azurerm_role_assignment.user': { scope: '${azurerm_key_vault_key.storage.resource_versionless_id}' },
        },
      ),
      'depends_on must also hold azurerm_role_assignment.user.',
    ),
    finds(
      'before a workload group of a SQL pool',
      locked(
        'CanNotDelete',
        '${azurerm_synapse_sql_pool.serving.id}',
        {},
        {
          'azurerm_synapse_sql_pool.serving': {},
          'azurerm_synapse_sql_pool_workload_group.loading': { sql_pool_id: '${azurerm_synapse_sql_pool.serving.id}' },
        },
      ),
      'azurerm_synapse_sql_pool_workload_group.loading',
    ),
    isOpen('an unknown scope', locked('CanNotDelete', '${var.scope}', {}, below)),
  ],
};

const LIST = 'terraform_data.below';
const triggering = (input: Json, triggers: readonly string[]) =>
  locked('CanNotDelete', OWN, { lifecycle: { replace_triggered_by: triggers } }, { ...below, [LIST]: { input } });
const listing = (input: readonly string[]) => triggering(input, [LIST]);
const following = (names: readonly string[], ...triggers: readonly string[]) =>
  triggering(Object.fromEntries(names.map((name) => [name, { of: 'it' }])), triggers);

export const lockFollows: RuleCases = {
  rule: lockGivesWay,
  address: LOCK,
  cases: [
    passes('a list of all below it', following(Object.keys(below), LIST)),
    passes('all below it by name', following([], ...Object.keys(below))),
    passes('nothing below', locked('CanNotDelete')),
    finds('nothing', locked('CanNotDelete', OWN, {}, below), 'azurerm_role_assignment.reader'),
    finds('a list that leaves one out', following(['azurerm_storage_container.gold'], LIST), 'azurerm_role_assignment'),
    passes('a list of their ids', listing(Object.keys(below).map((name) => `\${${name}.id}`))),
    finds(
      'a list of bare addresses, which no replacement changes',
      listing(Object.keys(below)),
      'azurerm_role_assignment',
    ),
    finds('a list that it does not follow', following(Object.keys(below)), 'azurerm_storage_container.gold'),
    isOpen('an unknown scope', locked('CanNotDelete', '${var.scope}', {}, below)),
  ],
};

export const preventDestroy: RuleCases = {
  rule: statefulPreventDestroy,
  address: ACCOUNT,
  neverUndecided: LITERAL_ONLY,
  cases: [
    passes('refused', account({ lifecycle: { prevent_destroy: true } })),
    finds('not stated', account({}), 'prevent_destroy'),
    finds('allowed', account({ lifecycle: { prevent_destroy: false } })),
  ],
};

const kept = (key: Json) => stackOf({ [ACCOUNT]: {} }, { backend: { azurerm: { key } } }, 'dev-access');

export const stateKey: RuleCases = {
  rule: stateKeyOfStack,
  address: 'terraform.backend',
  neverUndecided: LITERAL_ONLY,
  cases: [
    passes('its name', kept('dev-access.tfstate')),
    passes('its name in a folder', kept('lake/dev-access/terraform.tfstate')),
    finds('the name of another', kept('dev.tfstate'), 'must hold dev-access'),
    finds('a name that only contains it', kept('my-dev-access.tfstate')),
    finds('none', kept(null)),
  ],
};

const WORKSPACE = 'azurerm_synapse_workspace.synapse';
const workspace = (body: JsonObject) => stackOf({ [WORKSPACE]: body });

export const createOnly: RuleCases = {
  rule: synapseCreateOnlySettings,
  address: WORKSPACE,
  neverUndecided: LITERAL_ONLY,
  cases: [
    passes('ignored', workspace({ purview_id: '/p', lifecycle: { ignore_changes: ['purview_id'] } })),
    finds('a catalogue', workspace({ purview_id: '/p' }), 'purview_id'),
    finds(
      'tenants, with something else ignored',
      workspace({ linking_allowed_for_aad_tenant_ids: ['t'], lifecycle: { ignore_changes: ['tags'] } }),
      'linking_allowed',
    ),
  ],
};

export const inTenant: RuleCases = {
  rule: storageStaysInTenant,
  address: ACCOUNT,
  cases: [
    passes('off', account({ cross_tenant_replication_enabled: false })),
    passes('not stated', account({})),
    finds('on', account({ cross_tenant_replication_enabled: true }), 'must be false'),
    finds('on, as text', account({ cross_tenant_replication_enabled: 'true' })),
    isOpen('behind a variable', account({ cross_tenant_replication_enabled: '${var.c}' })),
  ],
};

const GRANT = 'azurerm_role_assignment.grant';
const GROUP = { principal_id: 'some-group', role_definition_name: 'Storage Blob Data Reader' };
const grant = (scope: Json, body: JsonObject = {}, others: Readonly<Record<string, JsonObject>> = {}) =>
  stackOf({
    ...others,
    [ACCOUNT]: {},
    'azurerm_user_assigned_identity.acme': { tags: { Tenant: 'acme' } },
    'azurerm_data_factory.platform': { tags: {} },
    'azurerm_storage_container.acme': { metadata: { tenant: 'acme' } },
    'azurerm_storage_container.globex': { metadata: { tenant: 'globex' } },
    'azurerm_storage_container.shared': {},
    [GRANT]: {
      scope,
      principal_id: '${azurerm_user_assigned_identity.acme.principal_id}',
      role_definition_name: 'Storage Blob Data Reader',
      ...body,
    },
  });

export const isolation: RuleCases = {
  rule: tenantIsolation,
  address: GRANT,
  cases: [
    passes('its own container', grant('${azurerm_storage_container.acme.id}')),
    passes('reading what is shared', grant('${azurerm_storage_container.shared.id}')),
    passes(
      'the platform on a container of a tenant',
      grant('${azurerm_storage_container.globex.id}', {
        principal_id: '${azurerm_data_factory.platform.identity[0].principal_id}',
      }),
    ),
    finds('the container of another', grant('${azurerm_storage_container.globex.id}'), 'of globex'),
    finds('the account, which holds all', grant(OWN), 'of all'),
    finds(
      'writing what is shared',
      grant('${azurerm_storage_container.shared.id}', { role_definition_name: 'Storage Blob Data Contributor' }),
    ),
    finds(
      'a group that reads two tenants',
      grant('${azurerm_storage_container.globex.id}', GROUP, {
        'azurerm_role_assignment.other': { ...GROUP, scope: '${azurerm_storage_container.acme.id}' },
      }),
      'acme and globex',
    ),
    isOpen(
      'a group that reads one tenant and what is shared',
      grant('${azurerm_storage_container.globex.id}', GROUP, {
        'azurerm_role_assignment.other': { ...GROUP, scope: '${azurerm_storage_container.shared.id}' },
      }),
    ),
    isOpen('a group', grant('${azurerm_storage_container.globex.id}', { principal_id: 'some-group' }), 'globex'),
    isOpen('a scope behind a variable', grant('${var.scope}')),
  ],
};
