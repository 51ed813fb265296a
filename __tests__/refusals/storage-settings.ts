import { account, ACCOUNT, ACCOUNT_ID, archive, cool, lifecycle, policyOf, rule, type Setting } from './setting';

const container = (name: string) => ({
  [ACCOUNT]: account(),
  'azurerm_storage_container.one': { name, storage_account_id: ACCOUNT_ID },
});
const IDENTITY = '/subscriptions/s/resourceGroups/r/providers/Microsoft.ManagedIdentity/userAssignedIdentities/id';
const KEY = 'https://kv-lake.vault.azure.net/keys/lake';

export const storageSettings: readonly Setting[] = [
  {
    what: 'blob versioning on a lake',
    otherwise: 'mid-apply',
    check: 'storage-hns-limits',
    bad: { [ACCOUNT]: account({ blob_properties: { versioning_enabled: true } }) },
    says: 'versioning_enabled',
    good: { [ACCOUNT]: account({ blob_properties: { delete_retention_policy: { days: 7 } } }) },
  },
  {
    what: 'change feed on a lake',
    otherwise: 'nobody',
    check: 'storage-hns-limits',
    bad: { [ACCOUNT]: account({ blob_properties: { change_feed_enabled: true } }) },
    says: 'change_feed_enabled',
    good: { [ACCOUNT]: account({ blob_properties: { last_access_time_enabled: true } }) },
  },
  {
    what: 'point-in-time restore of a lake',
    otherwise: 'nobody',
    check: 'storage-hns-limits',
    bad: { [ACCOUNT]: account({ blob_properties: { restore_policy: { days: 6 } } }) },
    says: 'restore_policy',
    good: { [ACCOUNT]: account({ is_hns_enabled: false, blob_properties: { restore_policy: { days: 6 } } }) },
  },
  {
    what: 'immutability of a whole lake account',
    otherwise: 'nobody',
    check: 'storage-hns-limits',
    bad: { [ACCOUNT]: account({ immutability_policy: { state: 'Unlocked', period_since_creation_in_days: 7 } }) },
    says: 'immutability_policy',
    good: { [ACCOUNT]: account() },
  },
  {
    what: 'object replication of a lake',
    otherwise: 'nobody',
    check: 'fields-together',
    bad: {
      [ACCOUNT]: account(),
      'azurerm_storage_object_replication.copy': { source_storage_account_id: ACCOUNT_ID },
    },
    says: 'source_storage_account_id has a hierarchical namespace',
    good: {
      [ACCOUNT]: account({ is_hns_enabled: false }),
      'azurerm_storage_object_replication.copy': { source_storage_account_id: ACCOUNT_ID },
    },
  },
  {
    what: 'TLS 1.3 as the least version',
    otherwise: 'nobody',
    check: 'argument-values',
    bad: { [ACCOUNT]: account({ min_tls_version: 'TLS1_3' }) },
    says: 'min_tls_version is "TLS1_3"; allowed: TLS1_2',
    good: { [ACCOUNT]: account({ min_tls_version: 'TLS1_2' }) },
  },
  {
    what: 'a redundancy that does not exist',
    otherwise: 'plan',
    check: 'argument-values',
    bad: { [ACCOUNT]: account({ account_replication_type: 'GEO' }) },
    says: 'account_replication_type is "GEO"; allowed: LRS, GRS',
    good: { [ACCOUNT]: account({ account_replication_type: 'RAGRS' }) },
  },
  {
    what: 'soft delete of no days',
    otherwise: 'plan',
    check: 'argument-values',
    bad: { [ACCOUNT]: account({ blob_properties: { delete_retention_policy: { days: 0 } } }) },
    says: 'delete_retention_policy.days is 0; allowed: a whole number from 1 to 365',
    good: { [ACCOUNT]: account({ blob_properties: { delete_retention_policy: { days: 1 } } }) },
  },
  ...['10.0.0.0/24', '203.0.113.4/31', '203.0.113.4/32'].map((range): Setting => ({
    what: `the range ${range} in a storage firewall`,
    otherwise: 'mid-apply',
    check: 'storage-ip-rules',
    bad: { [ACCOUNT]: account({ network_rules: { default_action: 'Deny', ip_rules: [range] } }) },
    says: range,
    good: { [ACCOUNT]: account({ network_rules: { default_action: 'Deny', ip_rules: ['203.0.113.4'] } }) },
  })),
  {
    what: 'a firewall inline and as a resource',
    otherwise: 'permanent difference',
    check: 'storage-one-firewall',
    bad: {
      [ACCOUNT]: account({ network_rules: { default_action: 'Deny' } }),
      'azurerm_storage_account_network_rules.rules': { storage_account_id: ACCOUNT_ID, default_action: 'Deny' },
    },
    says: 'network_rules',
    good: {
      [ACCOUNT]: account(),
      'azurerm_storage_account_network_rules.rules': { storage_account_id: ACCOUNT_ID, default_action: 'Deny' },
    },
  },
  {
    what: 'an inline key without a user-assigned identity',
    otherwise: 'mid-apply',
    check: 'cmk-identity',
    bad: {
      [ACCOUNT]: account({
        identity: { type: 'SystemAssigned' },
        customer_managed_key: { key_vault_key_id: KEY, user_assigned_identity_id: IDENTITY },
      }),
    },
    says: 'identity',
    good: {
      [ACCOUNT]: account({
        account_kind: 'StorageV2',
        identity: { type: 'UserAssigned', identity_ids: [IDENTITY] },
        customer_managed_key: { key_vault_key_id: KEY, user_assigned_identity_id: IDENTITY },
      }),
    },
  },
  {
    what: 'a key by its version',
    otherwise: 'nobody',
    check: 'cmk-versionless',
    bad: {
      [ACCOUNT]: account({
        account_kind: 'StorageV2',
        identity: { type: 'UserAssigned', identity_ids: [IDENTITY] },
        customer_managed_key: {
          key_vault_key_id: `${KEY}/0123456789abcdef0123456789abcdef`,
          user_assigned_identity_id: IDENTITY,
        },
      }),
    },
    says: "must end with the key's name",
    good: {
      [ACCOUNT]: account({
        account_kind: 'StorageV2',
        identity: { type: 'UserAssigned', identity_ids: [IDENTITY] },
        customer_managed_key: { key_vault_key_id: KEY, user_assigned_identity_id: IDENTITY },
      }),
    },
  },
  ...['a--b', 'ends-', 'Upper'].map((name): Setting => ({
    what: `the container name ${name}`,
    otherwise: name === 'Upper' ? 'plan' : 'nobody',
    check: 'resource-names',
    bad: container(name),
    says: `name is "${name}", must have`,
    good: container('a-b'),
  })),
  {
    what: 'metadata of a container in capitals',
    otherwise: 'mid-apply',
    check: 'storage-container-metadata',
    bad: {
      [ACCOUNT]: account(),
      'azurerm_storage_container.one': { name: 'one', storage_account_id: ACCOUNT_ID, metadata: { Layer: 'one' } },
    },
    says: 'Layer',
    good: {
      [ACCOUNT]: account(),
      'azurerm_storage_container.one': { name: 'one', storage_account_id: ACCOUNT_ID, metadata: { layer: 'one' } },
    },
  },
  {
    what: 'a filesystem through the data plane',
    otherwise: 'mid-apply',
    check: 'storage-containers-through-arm',
    bad: {
      [ACCOUNT]: account(),
      'azurerm_storage_data_lake_gen2_filesystem.one': { name: 'one', storage_account_id: ACCOUNT_ID },
    },
    says: 'azurerm_storage_data_lake_gen2_filesystem calls the data endpoint',
    good: container('one'),
  },
  {
    what: 'an inventory policy, which azurerm 4.55 cannot make',
    otherwise: 'mid-apply',
    check: 'storage-inventory-by-template',
    bad: {
      [ACCOUNT]: account(),
      'azurerm_storage_blob_inventory_policy.all': {
        storage_account_id: ACCOUNT_ID,
        rules: [{ name: 'all', scope: 'Container', filter: { blob_types: ['blockBlob'] } }],
      },
    },
    says: 'cannot apply an inventory policy',
    good: {
      [ACCOUNT]: account(),
      'azurerm_resource_group_template_deployment.all': { name: 'inventory', template_content: '{}' },
    },
  },
  {
    what: 'write-once files under a Delta table',
    otherwise: 'nobody',
    check: 'delta-containers-never-locked',
    bad: {
      [ACCOUNT]: account(),
      'azurerm_storage_container.silver': { name: 'silver', storage_account_id: ACCOUNT_ID },
      'azurerm_storage_container_immutability_policy.silver': {
        storage_container_resource_manager_id: '${azurerm_storage_container.silver.id}',
        immutability_period_in_days: 30,
      },
    },
    says: 'silver',
    good: {
      [ACCOUNT]: account(),
      'azurerm_storage_container.audit': { name: 'audit', storage_account_id: ACCOUNT_ID },
      'azurerm_storage_container_immutability_policy.audit': {
        storage_container_resource_manager_id: '${azurerm_storage_container.audit.id}',
        immutability_period_in_days: 30,
      },
    },
  },
  {
    what: 'both kinds of protected appends',
    otherwise: 'nobody',
    check: 'fields-together',
    bad: {
      'azurerm_storage_container_immutability_policy.audit': {
        protected_append_writes_enabled: true,
        protected_append_writes_all_enabled: true,
      },
    },
    says: 'allowed: one of them',
    good: { 'azurerm_storage_container_immutability_policy.audit': { protected_append_writes_all_enabled: true } },
  },
  ...['ZRS', 'GZRS', 'RAGZRS'].map((replication): Setting => ({
    what: `archive on ${replication}`,
    otherwise: 'nobody',
    check: 'storage-archive-redundancy',
    bad: lifecycle(rule({}, archive(180)), { account_replication_type: replication }),
    says: replication,
    good: lifecycle(rule({}, archive(180)), { account_replication_type: 'GRS' }),
  })),
  {
    what: 'archive of a Delta table',
    otherwise: 'nobody',
    check: 'delta-containers-never-archived',
    bad: lifecycle(rule({}, archive(180), ['silver/users/part-'])),
    says: 'silver/users/part-',
    good: lifecycle(rule({}, archive(180), ['landing/users/'])),
  },
  {
    what: 'archive of a transaction log',
    otherwise: 'nobody',
    check: 'delta-containers-never-archived',
    bad: lifecycle(rule({}, archive(180), ['landing/users/_delta_log/'])),
    says: '_delta_log',
    good: lifecycle(rule({}, archive(180), ['landing/users/'])),
  },
  {
    what: 'deletion of Delta files by age',
    otherwise: 'nobody',
    check: 'delta-containers-never-expire',
    bad: lifecycle(rule({}, { delete_after_days_since_modification_greater_than: 400 }, ['silver/users/'])),
    says: 'silver/users/',
    good: lifecycle(rule({}, { delete_after_days_since_modification_greater_than: 400 }, ['landing/users/'])),
  },
  {
    what: 'cold before cool',
    otherwise: 'nobody',
    check: 'storage-lifecycle-order',
    bad: lifecycle(rule({}, { ...cool(120), tier_to_cold_after_days_since_modification_greater_than: 90 })),
    says: 'cold',
    good: lifecycle(rule({}, { ...cool(30), tier_to_cold_after_days_since_modification_greater_than: 90 })),
  },
  {
    what: 'a prefix without its container',
    otherwise: 'nobody',
    check: 'storage-lifecycle-prefix',
    bad: lifecycle(rule({}, cool(30), ['pos/'])),
    says: 'pos/',
    good: lifecycle(rule({}, cool(30), ['landing/pos/'])),
  },
  {
    what: 'a rule name with a hyphen',
    otherwise: 'nobody',
    check: 'storage-lifecycle-limits',
    bad: lifecycle(rule({ name: 'move-to-cool' })),
    says: 'Lifecycle rule "move-to-cool"',
    good: lifecycle(rule({ name: 'moveToCool' })),
  },
  {
    what: 'a rule without action',
    otherwise: 'nobody',
    check: 'storage-lifecycle-limits',
    bad: lifecycle(rule({}, {})),
    says: 'has no action',
    good: lifecycle(rule()),
  },
  {
    what: 'eleven prefixes',
    otherwise: 'nobody',
    check: 'storage-lifecycle-limits',
    bad: lifecycle(
      rule(
        {},
        cool(30),
        [...Array(11).keys()].map((index) => `landing/${String(index)}/`),
      ),
    ),
    says: '11 prefixes',
    good: lifecycle(
      rule(
        {},
        cool(30),
        [...Array(10).keys()].map((index) => `landing/${String(index)}/`),
      ),
    ),
  },
  {
    what: '101 rules',
    otherwise: 'nobody',
    check: 'storage-lifecycle-limits',
    bad: policyOf([...Array(101).keys()].map((index) => rule({ name: `raw${String(index)}` }))),
    says: '101 lifecycle rules',
    good: policyOf([...Array(100).keys()].map((index) => rule({ name: `raw${String(index)}` }))),
  },
  {
    what: 'two times to count from',
    otherwise: 'mid-apply',
    check: 'storage-lifecycle-time-base',
    bad: lifecycle(rule({}, { ...cool(30), tier_to_cool_after_days_since_creation_greater_than: 30 })),
    says: 'cool counts from more than one time, allowed is one',
    good: lifecycle(rule({}, { tier_to_cool_after_days_since_creation_greater_than: 30 })),
  },
  {
    what: 'last access on an account that does not track it',
    otherwise: 'nobody',
    check: 'storage-lifecycle-time-base',
    bad: lifecycle(rule({}, { tier_to_cool_after_days_since_last_access_time_greater_than: 30 })),
    says: 'last',
    good: lifecycle(rule({}, { tier_to_cool_after_days_since_last_access_time_greater_than: 30 }), {
      blob_properties: { last_access_time_enabled: true },
    }),
  },
  {
    what: 'index tags as a filter',
    otherwise: 'nobody',
    check: 'fields-together',
    bad: lifecycle(
      rule({
        filters: {
          blob_types: ['blockBlob'],
          prefix_match: ['landing/pos/'],
          match_blob_index_tag: [{ name: 'keep', value: 'no' }],
        },
      }),
    ),
    says: 'match_blob_index_tag is set',
    good: lifecycle(rule()),
  },
  {
    what: 'the number by which the provider means "not set"',
    otherwise: 'nobody',
    check: 'argument-values',
    bad: lifecycle(rule({}, cool(-1))),
    says: 'is -1; allowed: a whole number from 0 to 99999',
    good: lifecycle(rule({}, cool(0))),
  },
  {
    what: 'two lifecycle policies on one account',
    otherwise: 'permanent difference',
    check: 'storage-one-lifecycle-policy',
    bad: {
      ...lifecycle(rule()),
      'azurerm_storage_management_policy.other': { storage_account_id: ACCOUNT_ID, rule: [rule()] },
    },
    says: 'azurerm_storage_management_policy',
    good: policyOf([rule(), rule({ name: 'other' })]),
  },
];
