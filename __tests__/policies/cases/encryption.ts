import type { Json, JsonObject } from '../../../shared/json';
import { automationKeyReachable } from '../../../policies/rules/automation-key-reachable';
import { cmkIdentity } from '../../../policies/rules/cmk-identity';
import { cmkVersionless } from '../../../policies/rules/cmk-versionless';
import { customerManagedKeys } from '../../../policies/rules/customer-managed-keys';
import { keyRotation } from '../../../policies/rules/key-rotation';
import { keyVaultProtected } from '../../../policies/rules/key-vault-protected';
import { keyVaultSecretWriteOnly } from '../../../policies/rules/key-vault-secret-write-only';
import { linkedServiceWithoutKeys } from '../../../policies/rules/linked-service-without-keys';
import { noSecretLiterals } from '../../../policies/rules/no-secret-literals';
import { sqlPoolEncrypted } from '../../../policies/rules/sql-pool-encrypted';
import { finds, isOpen, passes, stackOf, type RuleCases } from '../harness';

const VAULT = 'azurerm_key_vault.vault';
const vault = (body: JsonObject) => stackOf({ [VAULT]: body });

export const vaultProtected: RuleCases = {
  rule: keyVaultProtected,
  address: VAULT,
  cases: [
    passes('both', vault({ purge_protection_enabled: true, rbac_authorization_enabled: true })),
    finds('neither', vault({}), 'purge_protection_enabled is not set'),
    finds('access policies', vault({ purge_protection_enabled: true }), 'rbac_authorization_enabled'),
    isOpen('behind a variable', vault({ purge_protection_enabled: '${var.p}', rbac_authorization_enabled: true })),
  ],
};

const KEY = 'azurerm_key_vault_key.lake';
const rotating = (rotation_policy: Json) => stackOf({ [KEY]: { rotation_policy } });
const automatic = { time_before_expiry: 'P60D' };

export const rotation: RuleCases = {
  rule: keyRotation,
  address: KEY,
  cases: [
    passes('a year', rotating({ expire_after: 'P1Y', notify_before_expiry: 'P30D', automatic })),
    passes('without expiry', rotating([{ automatic: [{ time_after_creation: 'P1Y' }] }])),
    finds('none', stackOf({ [KEY]: {} }), 'never rotates'),
    finds('expiry without rotation', rotating({ expire_after: 'P1Y', notify_before_expiry: 'P30D' }), 'never rotates'),
    finds('expiry without notice', rotating({ expire_after: 'P1Y', automatic }), 'together'),
    isOpen('behind a variable', rotating({ expire_after: '${var.e}', automatic })),
  ],
};

const ACCOUNT = 'azurerm_storage_account.lake';
const keyed = (key_vault_key_id: Json, body: JsonObject = {}) =>
  stackOf({ [ACCOUNT]: { customer_managed_key: { key_vault_key_id }, ...body } });

export const versionless: RuleCases = {
  rule: cmkVersionless,
  address: ACCOUNT,
  cases: [
    passes('versionless', keyed('${azurerm_key_vault_key.lake.versionless_id}')),
    passes('a URL without version', keyed('https://kv.vault.azure.net/keys/lake')),
    finds('with its version', keyed('${azurerm_key_vault_key.lake.id}'), 'versionless_id'),
    finds('a URL with a version', keyed('https://kv.vault.azure.net/keys/lake/0123456789abcdef')),
    isOpen('behind a variable', keyed('${var.key}')),
  ],
};

export const keyIdentity: RuleCases = {
  rule: cmkIdentity,
  address: ACCOUNT,
  cases: [
    passes('an identity of its own', keyed('k', { identity: { type: 'UserAssigned' } })),
    passes('both kinds', keyed('k', { identity: { type: 'SystemAssigned, UserAssigned' } })),
    finds('none', keyed('k'), 'UserAssigned'),
    finds('one born with the account', keyed('k', { identity: { type: 'SystemAssigned' } })),
    finds(
      'an old kind of account',
      keyed('k', { identity: { type: 'UserAssigned' }, account_kind: 'Storage' }),
      'StorageV2',
    ),
    isOpen('behind a variable', keyed('k', { identity: { type: '${var.i}' } })),
  ],
};

const setter = (storage_account_id: Json) =>
  stackOf({ [ACCOUNT]: {}, 'azurerm_storage_account_customer_managed_key.own': { storage_account_id } });

export const ownKeys: RuleCases = {
  rule: customerManagedKeys,
  address: ACCOUNT,
  cases: [
    passes('inline', keyed('k')),
    passes('as a resource', setter(`\${${ACCOUNT}.id}`)),
    finds('none', stackOf({ [ACCOUNT]: {} }), 'not set'),
    finds('for another account', setter('/subscriptions/s/other')),
    isOpen('for an unknown account', setter('${var.account}')),
  ],
};

const SCHEDULER = 'azurerm_automation_account.scheduler';
const scheduling = (key_vault_key_id: Json, kept: JsonObject = {}) =>
  stackOf({
    [SCHEDULER]: { encryption: [{ key_vault_key_id }] },
    [KEY]: { key_vault_id: `\${${VAULT}.id}` },
    [VAULT]: kept,
  });
const ownKey = `\${${KEY}.id}`;

export const automationKey: RuleCases = {
  rule: automationKeyReachable,
  address: SCHEDULER,
  cases: [
    passes('a version, in a vault that anybody reaches', scheduling(ownKey)),
    passes('with a firewall that lets all in', scheduling(ownKey, { network_acls: { default_action: 'Allow' } })),
    finds('without version', scheduling(`\${${KEY}.versionless_id}`), 'one version of the key'),
    finds('a URL without version', scheduling('https://kv.vault.azure.net/keys/lake'), 'one version of the key'),
    finds('behind a firewall', scheduling(ownKey, { network_acls: { default_action: 'Deny' } }), 'does not trust'),
    finds(
      'without public endpoint',
      scheduling(ownKey, { public_network_access_enabled: false }),
      'no public endpoint',
    ),
    isOpen('behind a variable', scheduling('${var.key}')),
    isOpen('in a vault elsewhere', scheduling('https://kv.vault.azure.net/keys/lake/0123456789abcdef')),
    isOpen('in a vault behind a variable', scheduling(ownKey, { public_network_access_enabled: '${var.open}' })),
  ],
};

const POOL = 'azurerm_synapse_sql_pool.serving';
const pool = (body: JsonObject) => stackOf({ [POOL]: body });

export const poolEncrypted: RuleCases = {
  rule: sqlPoolEncrypted,
  address: POOL,
  cases: [
    passes('on', pool({ data_encrypted: true })),
    finds('not stated', pool({}), 'not set'),
    finds('off', pool({ data_encrypted: false })),
    isOpen('behind a variable', pool({ data_encrypted: '${var.e}' })),
  ],
};

const ANY = 'azurerm_synapse_workspace.any';
const any = (body: JsonObject) => stackOf({ [ANY]: body });

export const secretLiterals: RuleCases = {
  rule: noSecretLiterals,
  address: ANY,
  neverUndecided: 'A secret in clear text stands in the JSON; what Terraform computes is not in the JSON.',
  cases: [
    passes('a generated password', any({ sql_administrator_login_password: '${uuid()}-Aa1' })),
    passes('a password from a vault', any({ key_vault_password: [{ secret_name: 'sql' }] })),
    passes('a parameter of an activity', any({ activities_json: '[{"password":"@pipeline().parameters.p"}]' })),
    finds('a password', any({ sql_administrator_login_password: 'Sommer-2026!' }), 'sql_administrator_login_password'),
    finds(
      'an account key',
      any({ url: 'AccountName=x;AccountKey=abcdefghijklmnopqrstuvwxyz0123456789+/==' }),
      'account key',
    ),
    finds(
      'a signature',
      any({ url: 'https://x.blob.core.windows.net/a?sv=2024&sig=abcdefghij1234567890%3D' }),
      'signature',
    ),
    finds('a password in a connection string', any({ body: { text: 'Server=x;Password=geheim;' } }), 'body.text'),
    finds('a password within JSON', any({ activities_json: '[{"password":"geheim"}]' })),
    finds('a private key', any({ content: '-----BEGIN RSA PRIVATE KEY-----\nMII' }), 'private key'),
  ],
};

const SECRET = 'azurerm_key_vault_secret.token';
const secret = (body: JsonObject) => stackOf({ [SECRET]: body });

export const secretWriteOnly: RuleCases = {
  rule: keyVaultSecretWriteOnly,
  address: SECRET,
  cases: [
    passes('write-only', secret({ value_wo: '${random_password.p.result}', value_wo_version: 1 })),
    finds('in state', secret({ value: '${random_password.p.result}' }), 'value_wo'),
    finds('without a version', secret({ value_wo: '${random_password.p.result}' }), 'never sent'),
    isOpen('a version behind a variable', secret({ value_wo: 'x', value_wo_version: '${var.v}' })),
  ],
};

const SERVICE = 'azurerm_data_factory_linked_service_data_lake_storage_gen2.lake';
const service = (body: JsonObject) => stackOf({ [SERVICE]: body });

export const withoutKeys: RuleCases = {
  rule: linkedServiceWithoutKeys,
  address: SERVICE,
  cases: [
    passes('an identity', service({ use_managed_identity: true })),
    finds('a key', service({ storage_account_key: '${var.key}' }), 'storage_account_key'),
    finds('nothing', service({}), 'must be true'),
    isOpen('behind a variable', service({ use_managed_identity: '${var.m}' })),
  ],
};
