import type { JsonObject } from '../../../shared/json';
import { deltaContainersNeverArchived } from '../../../policies/rules/delta-containers-never-archived';
import { storageEncryptedTransport } from '../../../policies/rules/storage-encrypted-transport';
import { storageEntraIdOnly } from '../../../policies/rules/storage-entra-id-only';
import { storageNetworkDefaultDeny } from '../../../policies/rules/storage-network-default-deny';
import { type RuleCases, stackOf } from '../harness';

const ACCOUNT = 'azurerm_storage_account.lake';
const POLICY = 'azurerm_storage_management_policy.lifecycle';

const account = (body: JsonObject) => stackOf({ [ACCOUNT]: body });

export const storageEncryptedTransportCases: RuleCases = {
  rule: storageEncryptedTransport,
  address: ACCOUNT,
  cases: [
    {
      name: 'both stated',
      kind: 'compliant',
      stack: account({ https_traffic_only_enabled: true, min_tls_version: 'TLS1_2' }),
    },
    { name: 'both left to the provider', kind: 'compliant', stack: account({}) },
    { name: 'spelled as text', kind: 'compliant', stack: account({ https_traffic_only_enabled: 'true' }) },
    {
      name: 'HTTP allowed',
      kind: 'non-compliant',
      stack: account({ https_traffic_only_enabled: false }),
      says: 'https_traffic_only_enabled is false',
    },
    { name: 'old TLS', kind: 'non-compliant', stack: account({ min_tls_version: 'TLS1_0' }), says: 'TLS1_0' },
    { name: 'TLS 1.3, which Azure refuses', kind: 'non-compliant', stack: account({ min_tls_version: 'TLS1_3' }) },
    {
      name: 'behind a variable',
      kind: 'cannot-decide',
      stack: account({ min_tls_version: '${var.tls}' }),
      says: '${var.tls}',
    },
    {
      name: 'one wrong outweighs one unknown',
      kind: 'non-compliant',
      stack: account({ min_tls_version: '${var.tls}', https_traffic_only_enabled: false }),
    },
  ],
};

const CLOSED = { shared_access_key_enabled: false, local_user_enabled: false, allow_nested_items_to_be_public: false };

export const storageEntraIdOnlyCases: RuleCases = {
  rule: storageEntraIdOnly,
  address: ACCOUNT,
  cases: [
    { name: 'all doors shut', kind: 'compliant', stack: account(CLOSED) },
    { name: 'nothing stated', kind: 'non-compliant', stack: account({}), says: 'local_user_enabled is not set' },
    {
      name: 'account keys',
      kind: 'non-compliant',
      stack: account({ ...CLOSED, shared_access_key_enabled: true }),
      says: 'shared_access_key_enabled is true',
    },
    {
      name: 'anonymous blobs',
      kind: 'non-compliant',
      stack: account({ ...CLOSED, allow_nested_items_to_be_public: true }),
    },
    {
      name: 'behind a local',
      kind: 'cannot-decide',
      stack: account({ ...CLOSED, local_user_enabled: '${local.users}' }),
    },
  ],
};

const RULES = 'azurerm_storage_account_network_rules.rules';
const separate = (body: JsonObject) => stackOf({ [ACCOUNT]: {}, [RULES]: body });

export const storageNetworkDefaultDenyCases: RuleCases = {
  rule: storageNetworkDefaultDeny,
  address: ACCOUNT,
  cases: [
    { name: 'public access off', kind: 'compliant', stack: account({ public_network_access_enabled: false }) },
    { name: 'inline deny', kind: 'compliant', stack: account({ network_rules: { default_action: 'Deny' } }) },
    {
      name: 'inline deny as a list',
      kind: 'compliant',
      stack: account({ network_rules: [{ default_action: 'Deny' }] }),
    },
    {
      name: 'separate deny',
      kind: 'compliant',
      stack: separate({ default_action: 'Deny', storage_account_id: `\${${ACCOUNT}.id}` }),
    },
    {
      name: 'deny with unknown public access',
      kind: 'compliant',
      stack: account({ public_network_access_enabled: '${var.open}', network_rules: { default_action: 'Deny' } }),
    },
    { name: 'no rules at all', kind: 'non-compliant', stack: account({}), says: 'no network rules' },
    { name: 'inline allow', kind: 'non-compliant', stack: account({ network_rules: { default_action: 'Allow' } }) },
    {
      name: 'separate allow',
      kind: 'non-compliant',
      stack: separate({ default_action: 'Allow', storage_account_id: `\${${ACCOUNT}.id}` }),
    },
    {
      name: 'rules of another account',
      kind: 'non-compliant',
      stack: stackOf({
        [ACCOUNT]: {},
        'azurerm_storage_account.other': {},
        [RULES]: { default_action: 'Deny', storage_account_id: '${azurerm_storage_account.other.id}' },
      }),
    },
    {
      name: 'public access behind a variable',
      kind: 'cannot-decide',
      stack: account({ public_network_access_enabled: '${var.open}' }),
    },
    {
      name: 'action behind a variable',
      kind: 'cannot-decide',
      stack: account({ network_rules: { default_action: '${var.action}' } }),
    },
    {
      name: 'rules of an account outside the stack',
      kind: 'cannot-decide',
      stack: separate({ default_action: 'Deny', storage_account_id: '${var.account}' }),
    },
  ],
};

const archive = { base_blob: { tier_to_archive_after_days_since_modification_greater_than: 90 } };
const cool = { base_blob: { tier_to_cool_after_days_since_modification_greater_than: 30 } };
const policy = (...rule: readonly JsonObject[]) => stackOf({ [POLICY]: { rule } });

export const deltaContainersNeverArchivedCases: RuleCases = {
  rule: deltaContainersNeverArchived,
  address: POLICY,
  cases: [
    {
      name: 'raw files only',
      kind: 'compliant',
      stack: policy({ name: 'raw', actions: archive, filters: { prefix_match: ['landing/'] } }),
    },
    {
      name: 'cool on Delta',
      kind: 'compliant',
      stack: policy({ name: 'cool', actions: cool, filters: { prefix_match: ['bronze/'] } }),
    },
    {
      name: 'a container that only begins alike',
      kind: 'compliant',
      stack: policy({ name: 'raw', actions: archive, filters: { prefix_match: ['golden/'] } }),
    },
    {
      name: 'raw files of a tenant',
      kind: 'compliant',
      stack: policy({ name: 'raw', actions: archive, filters: { prefix_match: ['acme-landing/'] } }),
    },
    {
      name: 'a Delta container of a tenant',
      kind: 'non-compliant',
      says: 'acme-gold/',
      stack: policy({ name: 'all', actions: archive, filters: { prefix_match: ['acme-gold/sales/'] } }),
    },
    {
      name: 'a rule that is off',
      kind: 'compliant',
      stack: policy({ name: 'off', enabled: false, actions: archive, filters: { prefix_match: ['gold/'] } }),
    },
    {
      name: 'a Delta container',
      kind: 'non-compliant',
      stack: policy({ name: 'b', actions: archive, filters: { prefix_match: ['landing/', 'bronze/'] } }),
      says: 'bronze/',
    },
    {
      name: 'a prefix that reaches two containers',
      kind: 'non-compliant',
      stack: policy({ name: 's', actions: archive, filters: { prefix_match: ['s'] } }),
    },
    {
      name: 'the whole account',
      kind: 'non-compliant',
      stack: policy({ name: 'all', actions: archive, filters: { blob_types: ['blockBlob'] } }),
      says: 'whole account',
    },
    {
      name: 'a log below another prefix',
      kind: 'non-compliant',
      stack: policy({ name: 'log', actions: archive, filters: { prefix_match: ['raw/table/_delta_log'] } }),
    },
    {
      name: 'snapshots of a Delta container',
      kind: 'non-compliant',
      stack: policy({
        name: 'snap',
        actions: { snapshot: { change_tier_to_archive_after_days_since_creation: 9 } },
        filters: { prefix_match: ['gold/'] },
      }),
    },
    {
      name: 'a prefix behind a reference',
      kind: 'cannot-decide',
      stack: policy({
        name: 'ref',
        actions: archive,
        filters: { prefix_match: ['${azurerm_storage_container.x.name}/'] },
      }),
    },
    {
      name: 'rules generated by Terraform',
      kind: 'cannot-decide',
      stack: stackOf({ [POLICY]: { dynamic: { rule: { for_each: '${var.rules}' } } } }),
    },
  ],
};
