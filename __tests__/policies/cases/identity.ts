import type { Json, JsonObject } from '../../../shared/json';
import { managedIdentity } from '../../../policies/rules/managed-identity';
import { noLocalAuthentication } from '../../../policies/rules/no-local-authentication';
import { roleAssignmentContainerScope } from '../../../policies/rules/role-assignment-container-scope';
import { roleAssignmentLeastPrivilege } from '../../../policies/rules/role-assignment-least-privilege';
import { roleAssignmentPrincipal } from '../../../policies/rules/role-assignment-principal';
import { roleAssignmentUnique } from '../../../policies/rules/role-assignment-unique';
import { roleDefinitionNarrow } from '../../../policies/rules/role-definition-narrow';
import { synapseAdminLogin } from '../../../policies/rules/synapse-admin-login';
import { synapseEntraOnly } from '../../../policies/rules/synapse-entra-only';
import { synapseOneAdmin } from '../../../policies/rules/synapse-one-admin';
import { synapseRoleAssignmentScope } from '../../../policies/rules/synapse-role-assignment-scope';
import { finds, isOpen, passes, stackOf, type RuleCases } from '../harness';

const GRANT = 'azurerm_role_assignment.grant';
const SOMEONE = '00000000-0000-4000-8000-000000000001';
const grant = (body: JsonObject) =>
  stackOf({
    [GRANT]: body,
    'azurerm_storage_account.lake': {},
    'azurerm_storage_container.gold': {},
    'azurerm_role_definition.own': {},
  });

export const leastPrivilege: RuleCases = {
  rule: roleAssignmentLeastPrivilege,
  address: GRANT,
  cases: [
    passes('a reader', grant({ role_definition_name: 'Storage Blob Data Reader' })),
    passes(
      'a definition of our own',
      grant({ role_definition_id: '${azurerm_role_definition.own.role_definition_resource_id}' }),
    ),
    finds('an owner', grant({ role_definition_name: 'Owner' }), 'Owner'),
    finds('a contributor', grant({ role_definition_name: 'Contributor' }), 'Contributor'),
    finds(
      'an owner, by id',
      grant({
        role_definition_id: '/providers/Microsoft.Authorization/roleDefinitions/8E3AF657-a8ff-443c-a75c-2fe8c4bcb635',
      }),
      'Owner',
    ),
    isOpen('a role behind a variable', grant({ role_definition_name: '${var.role}' })),
    isOpen('a definition from elsewhere', grant({ role_definition_id: '${data.azurerm_role_definition.x.id}' })),
  ],
};

const reader = (scope: Json) => grant({ role_definition_name: 'Storage Blob Data Reader', scope });

export const containerScope: RuleCases = {
  rule: roleAssignmentContainerScope,
  address: GRANT,
  cases: [
    passes('a container', reader('${azurerm_storage_container.gold.id}')),
    passes(
      'a container below its account',
      reader('${azurerm_storage_account.lake.id}/blobServices/default/containers/gold'),
    ),
    passes('a container by id', reader('/subscriptions/s/x/blobServices/default/containers/gold')),
    finds('the account', reader('${azurerm_storage_account.lake.id}'), 'a storage account'),
    finds('the subscription', reader('/subscriptions/00000000-0000-4000-8000-0000000000d0'), 'must be a container'),
    finds('the subscription that Terraform reads', reader('${data.azurerm_subscription.current.id}')),
    isOpen('behind a variable', reader('${var.scope}')),
  ],
};

const principal = (principal_id: Json, principal_type: Json = 'Group') => grant({ principal_id, principal_type });

export const grantPrincipal: RuleCases = {
  rule: roleAssignmentPrincipal,
  address: GRANT,
  cases: [
    passes('a group', principal(SOMEONE)),
    passes('an identity', principal('${azurerm_data_factory.f.identity[0].principal_id}', 'ServicePrincipal')),
    passes('an identity without a check', grant({ principal_id: SOMEONE, skip_service_principal_aad_check: true })),
    finds('a name', principal('alice@example.com'), 'UUID'),
    finds('no type', principal(SOMEONE, null), 'principal_type'),
    finds('a type Azure does not know', principal(SOMEONE, 'Application'), 'Application'),
    isOpen('an id behind a variable', principal('${var.who}')),
    isOpen('a type behind a variable', principal(SOMEONE, '${var.type}')),
  ],
};

const first = { scope: '/c', principal_id: SOMEONE, role_definition_name: 'Reader' };
const again = (body: JsonObject) => stackOf({ 'azurerm_role_assignment.first': first, [GRANT]: { ...first, ...body } });

export const grantUnique: RuleCases = {
  rule: roleAssignmentUnique,
  address: GRANT,
  cases: [
    passes('another scope', again({ scope: '/d' })),
    passes('another role', again({ role_definition_name: 'Storage Blob Data Reader' })),
    finds('the same', again({}), 'grants what azurerm_role_assignment.first grants already'),
    finds('the same, described otherwise', again({ description: 'again' })),
    isOpen('a principal behind a variable', again({ principal_id: '${var.who}' })),
  ],
};

const DEFINITION = 'azurerm_role_definition.own';
const role = (actions: Json, body: JsonObject = {}) =>
  stackOf({ [DEFINITION]: { permissions: [{ actions }], scope: '${azurerm_resource_group.g.id}', ...body } });

export const definitionNarrow: RuleCases = {
  rule: roleDefinitionNarrow,
  address: DEFINITION,
  cases: [
    passes('named actions', role(['Microsoft.Synapse/workspaces/sqlPools/pause/action'])),
    finds('everything', role(['*']), 'allows *'),
    finds('its own promotion', role(['Microsoft.Authorization/*/write']), 'Microsoft.Authorization'),
    finds('all data', stackOf({ [DEFINITION]: { permissions: { data_actions: ['*'] } } })),
    finds('a whole subscription', role([], { assignable_scopes: ['/subscriptions/s'] }), '/subscriptions/s'),
    isOpen('actions behind a variable', role('${var.actions}')),
    isOpen('permissions generated by Terraform', stackOf({ [DEFINITION]: { permissions: '${var.p}' } })),
  ],
};

const SYNAPSE_GRANT = 'azurerm_synapse_role_assignment.grant';
const synapseGrant = (body: JsonObject) => stackOf({ [SYNAPSE_GRANT]: { role_name: 'Synapse User', ...body } });

export const synapseScope: RuleCases = {
  rule: synapseRoleAssignmentScope,
  address: SYNAPSE_GRANT,
  cases: [
    passes('a workspace', synapseGrant({ synapse_workspace_id: '${var.w}' })),
    passes('a pool', synapseGrant({ synapse_spark_pool_id: 'p', synapse_workspace_id: null })),
    finds('both', synapseGrant({ synapse_workspace_id: 'w', synapse_spark_pool_id: 'p' }), 'exactly one'),
    finds('none', synapseGrant({})),
    finds(
      'a role of Azure',
      synapseGrant({ synapse_workspace_id: 'w', role_name: 'Contributor' }),
      'Synapse Contributor',
    ),
    isOpen('a role behind a variable', synapseGrant({ synapse_workspace_id: 'w', role_name: '${var.r}' })),
  ],
};

const WORKSPACE = 'azurerm_synapse_workspace.synapse';
const workspace = (body: JsonObject) => stackOf({ [WORKSPACE]: body });

export const identities: RuleCases = {
  rule: managedIdentity,
  address: WORKSPACE,
  cases: [
    passes('its own', workspace({ identity: { type: 'SystemAssigned' } })),
    passes('both', workspace({ identity: [{ type: 'SystemAssigned, UserAssigned' }] })),
    finds('none', workspace({}), 'not set'),
    finds('a word Azure does not know', workspace({ identity: { type: 'None' } })),
    isOpen('behind a variable', workspace({ identity: { type: '${var.t}' } })),
  ],
};

export const entraOnly: RuleCases = {
  rule: synapseEntraOnly,
  address: WORKSPACE,
  cases: [
    passes('Entra ID only', workspace({ azuread_authentication_only: true })),
    finds('not stated', workspace({}), 'not set'),
    finds('passwords too', workspace({ azuread_authentication_only: false })),
    isOpen('behind a variable', workspace({ azuread_authentication_only: '${var.e}' })),
  ],
};

export const adminLogin: RuleCases = {
  rule: synapseAdminLogin,
  address: WORKSPACE,
  cases: [
    passes('a login', workspace({ sql_administrator_login: 'medallionsql' })),
    finds('none', workspace({}), 'not set'),
    finds('one that begins with a digit', workspace({ sql_administrator_login: '1admin' }), '1admin'),
    isOpen('behind a variable', workspace({ sql_administrator_login: '${var.login}' })),
  ],
};

const admins = (...ids: readonly Json[]) =>
  stackOf({
    [WORKSPACE]: {},
    ...Object.fromEntries(
      ids.map((object_id, at) => [
        `azurerm_synapse_workspace_${at === 0 ? '' : 'sql_'}aad_admin.a${String(at)}`,
        { object_id, synapse_workspace_id: `\${${WORKSPACE}.id}` },
      ]),
    ),
  });

export const oneAdmin: RuleCases = {
  rule: synapseOneAdmin,
  address: WORKSPACE,
  cases: [
    passes('one', admins(SOMEONE)),
    passes('the same twice', admins(SOMEONE, SOMEONE)),
    finds('two', admins(SOMEONE, '00000000-0000-4000-8000-000000000002'), 'must be one'),
    finds('three', admins(SOMEONE, '00000000-0000-4000-8000-000000000002', '00000000-0000-4000-8000-000000000003')),
    isOpen('one of them behind a variable', admins(SOMEONE, '${var.admin}')),
  ],
};

const LOGS = 'azurerm_log_analytics_workspace.logs';
const logs = (body: JsonObject) => stackOf({ [LOGS]: body });

export const localAuthentication: RuleCases = {
  rule: noLocalAuthentication,
  address: LOGS,
  cases: [
    passes('off', logs({ local_authentication_enabled: false })),
    finds('not stated', logs({}), 'not set'),
    finds('on', logs({ local_authentication_enabled: true })),
    isOpen('behind a variable', logs({ local_authentication_enabled: '${var.l}' })),
  ],
};
