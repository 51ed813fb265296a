import type { Json, JsonObject } from '../../../shared/json';
import { deltaContainersNeverExpire } from '../../../policies/rules/delta-containers-never-expire';
import { deltaContainersNeverLocked } from '../../../policies/rules/delta-containers-never-locked';
import { storageContainerMetadata } from '../../../policies/rules/storage-container-metadata';
import { storageContainersThroughArm } from '../../../policies/rules/storage-containers-through-arm';
import { storageHnsLimits } from '../../../policies/rules/storage-hns-limits';
import { storageInventoryByTemplate } from '../../../policies/rules/storage-inventory-by-template';
import { storageIpRules } from '../../../policies/rules/storage-ip-rules';
import { storageOneFirewall } from '../../../policies/rules/storage-one-firewall';
import { storageRedundant } from '../../../policies/rules/storage-redundant';
import { storageSoftDelete } from '../../../policies/rules/storage-soft-delete';
import { finds, isOpen, passes, stackOf, type RuleCases } from '../harness';

const ACCOUNT = 'azurerm_storage_account.lake';
const CONTAINER = 'azurerm_storage_container.box';
const account = (body: JsonObject) => stackOf({ [ACCOUNT]: body });
const container = (body: JsonObject) => stackOf({ [CONTAINER]: body });

const lake = (blob_properties: JsonObject) => account({ is_hns_enabled: true, blob_properties });

export const hnsLimits: RuleCases = {
  rule: storageHnsLimits,
  address: ACCOUNT,
  cases: [
    passes('soft delete', lake({ delete_retention_policy: { days: 7 } })),
    passes('versioning that is off', lake({ versioning_enabled: false })),
    passes('versions of an account that is no lake', account({ blob_properties: { versioning_enabled: true } })),
    finds('versioning', lake({ versioning_enabled: true }), 'versioning_enabled'),
    finds('the change feed', lake({ change_feed_enabled: true }), 'change_feed_enabled'),
    finds('point-in-time restore', lake({ restore_policy: { days: 3 } }), 'restore_policy'),
    finds('immutability', account({ is_hns_enabled: true, immutability_policy: { state: 'Unlocked' } })),
    isOpen('a namespace behind a variable', account({ is_hns_enabled: '${var.hns}' }), 'is_hns_enabled'),
  ],
};

const kept = (blobs: Json, containers: Json) =>
  account({
    blob_properties: { delete_retention_policy: blobs, container_delete_retention_policy: containers },
  });

export const softDelete: RuleCases = {
  rule: storageSoftDelete,
  address: ACCOUNT,
  cases: [
    passes('a week', kept({ days: 7 }, { days: 7 })),
    passes('two weeks, and the default of the provider', kept({ days: 14 }, {})),
    finds('none', account({}), 'delete_retention_policy is not set'),
    finds('of blobs only', kept({ days: 7 }, null), 'container_delete_retention_policy is not set'),
    finds('a day', kept({ days: 1 }, { days: 7 }), 'must be 7 to 14'),
    finds('a year of rewritten files', kept({ days: 365 }, { days: 7 }), '365'),
    isOpen('behind a variable', kept({ days: '${var.days}' }, { days: 7 })),
  ],
};

export const redundant: RuleCases = {
  rule: storageRedundant,
  address: ACCOUNT,
  cases: [
    passes('over regions', account({ account_replication_type: 'GRS' })),
    passes('over zones', account({ account_replication_type: 'ZRS' })),
    finds('one data centre', account({ account_replication_type: 'LRS' }), 'LRS'),
    finds('a word Azure does not know', account({ account_replication_type: 'XRS' })),
    isOpen('behind a variable', account({ account_replication_type: '${var.r}' })),
  ],
};

const inventory = (version: Json) =>
  stackOf(
    { 'azurerm_storage_blob_inventory_policy.sizes': {} },
    { required_providers: { azurerm: { source: 'azurerm', version } } },
  );

export const inventoryByTemplate: RuleCases = {
  rule: storageInventoryByTemplate,
  address: 'azurerm_storage_blob_inventory_policy.sizes',
  cases: [
    passes('a later provider', inventory('4.60.0')),
    finds('the broken provider', inventory('4.55.0'), 'cannot apply'),
    finds('the broken provider, in a list', {
      ...inventory('4.55.0'),
      terraform: { required_providers: [{ azurerm: { version: '4.55.0' } }] },
    }),
    isOpen('a range of versions', inventory('~> 4.55')),
    isOpen('no version', stackOf({ 'azurerm_storage_blob_inventory_policy.sizes': {} })),
  ],
};

const allowed = (...ip_rules: readonly Json[]) => account({ network_rules: { default_action: 'Deny', ip_rules } });

export const ipRules: RuleCases = {
  rule: storageIpRules,
  address: ACCOUNT,
  cases: [
    passes('an address and a range', allowed('203.0.113.7', '203.0.113.0/24')),
    passes('none', account({ network_rules: { default_action: 'Deny' } })),
    finds('a single address with a mask', allowed('203.0.113.7/32'), 'one address bare'),
    finds('a private range', allowed('10.0.0.0/16'), 'private address'),
    finds('private, in the middle of a block', allowed('172.20.1.1'), 'private address'),
    finds('the internet', allowed('0.0.0.0/0'), 'no firewall'),
    finds('a name', allowed('office.example.com')),
    isOpen('an address behind a variable', allowed('203.0.113.7', '${var.runner}')),
    isOpen('a list behind a variable', account({ network_rules: { ip_rules: '${var.all}' } })),
    isOpen('rules generated by Terraform', account({ network_rules: '${var.rules}' })),
  ],
};

const RULES = 'azurerm_storage_account_network_rules.rules';
const fenced = (inline: JsonObject, rules: JsonObject) => stackOf({ [ACCOUNT]: inline, [RULES]: rules });
const inline = { network_rules: { default_action: 'Deny' } };

export const oneFirewall: RuleCases = {
  rule: storageOneFirewall,
  address: ACCOUNT,
  cases: [
    passes('inline', account(inline)),
    passes('a resource', fenced({}, { storage_account_id: `\${${ACCOUNT}.id}` })),
    passes('none, which is another finding', account({})),
    finds('both', fenced(inline, { storage_account_id: `\${${ACCOUNT}.id}` }), 'network_rules and'),
    finds(
      'two resources',
      stackOf({
        [ACCOUNT]: {},
        [RULES]: { storage_account_id: `\${${ACCOUNT}.id}` },
        'azurerm_storage_account_network_rules.more': { storage_account_id: `\${${ACCOUNT}.id}` },
      }),
    ),
    isOpen('a resource for an unknown account', fenced(inline, { storage_account_id: '${var.account}' })),
  ],
};

export const throughArm: RuleCases = {
  rule: storageContainersThroughArm,
  address: CONTAINER,
  cases: [
    passes('by account id', container({ storage_account_id: `\${${ACCOUNT}.id}` })),
    passes('private, as stated', container({ container_access_type: 'private' })),
    finds('by account name', container({ storage_account_name: 'stlake' }), 'storage_account_id'),
    finds('open to the world', container({ container_access_type: 'blob' }), 'must be private'),
    isOpen('access behind a variable', container({ container_access_type: '${var.access}' })),
  ],
};

export const containerMetadata: RuleCases = {
  rule: storageContainerMetadata,
  address: CONTAINER,
  cases: [
    passes('lower case and underscores', container({ metadata: { layer: 'gold', cost_center: '1' } })),
    finds('capitals', container({ metadata: { CostCenter: '1' } }), 'CostCenter'),
    finds('a hyphen', container({ metadata: { 'cost-center': '1' } })),
    isOpen('behind a local', container({ metadata: '${local.metadata}' })),
  ],
};

const LOCK = 'azurerm_storage_container_immutability_policy.lock';
const locked = (name: string, target = `\${${CONTAINER}.id}`) =>
  stackOf({ [CONTAINER]: { name }, [LOCK]: { storage_container_resource_manager_id: target } });

export const neverLocked: RuleCases = {
  rule: deltaContainersNeverLocked,
  address: LOCK,
  cases: [
    passes('evidence', locked('audit')),
    passes('a container of another stack, by id', locked('x', '/subscriptions/s/containers/audit')),
    finds('gold', locked('gold'), 'gold'),
    finds('the gold of a tenant', locked('acme-gold'), 'acme-gold'),
    passes('evidence of a tenant', locked('acme-audit')),
    finds('silver, by id', locked('x', '/subscriptions/s/containers/silver'), 'silver'),
    isOpen('a name behind a variable', locked('${var.name}')),
    isOpen('an unknown container', locked('x', '${var.container}')),
  ],
};

const POLICY = 'azurerm_storage_management_policy.lifecycle';
const expires = (prefix_match: Json, days: Json = 90) =>
  stackOf({
    [POLICY]: {
      rule: [
        {
          name: 'expire',
          enabled: true,
          filters: { blob_types: ['blockBlob'], prefix_match },
          actions: { base_blob: { delete_after_days_since_modification_greater_than: days } },
        },
      ],
    },
  });

export const neverExpire: RuleCases = {
  rule: deltaContainersNeverExpire,
  address: POLICY,
  cases: [
    passes('raw files', expires(['landing/'])),
    passes('no deletion', expires(['gold/'], null)),
    finds('a Delta container', expires(['landing/', 'bronze/events']), 'bronze/events'),
    finds('the whole account', expires([]), 'whole account'),
    isOpen('a prefix behind a reference', expires(['${azurerm_storage_container.x.name}/'])),
  ],
};
