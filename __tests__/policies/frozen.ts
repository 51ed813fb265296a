/** Ids and levels are a promise to whoever waives a rule or gates on it: changing one is a decision, made here. */
export const FROZEN = {
  'storage-entra-id-only': 'error',
  'storage-encrypted-transport': 'error',
  'storage-hns-limits': 'error',
  'storage-soft-delete': 'error',
  'storage-containers-through-arm': 'error',
  'storage-container-metadata': 'error',
  'storage-inventory-by-template': 'error',
  'storage-one-lifecycle-policy': 'error',
  'storage-lifecycle-limits': 'error',
  'storage-lifecycle-prefix': 'error',
  'storage-lifecycle-time-base': 'error',
  'storage-lifecycle-order': 'error',
  'storage-lifecycle-early-deletion': 'warning',
  'storage-archive-redundancy': 'error',
  'delta-containers-never-archived': 'error',
  'delta-containers-never-expire': 'error',
  'delta-containers-never-locked': 'error',
  'storage-network-default-deny': 'error',
  'storage-ip-rules': 'error',
  'storage-one-firewall': 'error',
  'diagnostics-on-data-stores': 'error',
  'remote-state-backend': 'error',
  'storage-redundant': 'error',
  'spark-pool-auto-pause': 'error',
  'data-factory-trigger-frequency': 'error',
  'budget-with-contacts': 'error',
  'required-tags': 'error',
};

export const NOT_IN_BASELINE: readonly string[] = ['storage-redundant'];
export const NOT_IN_PRODUCTION: readonly string[] = [];

export const FROZEN_UNWAIVABLE: readonly string[] = [
  'storage-entra-id-only',
  'storage-encrypted-transport',
  'storage-network-default-deny',
  'delta-containers-never-archived',
  'delta-containers-never-expire',
  'remote-state-backend',
];
