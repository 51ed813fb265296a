import type { Rule } from '../rule';
import { budgetWithContacts } from './budget-with-contacts';
import { dataFactoryTriggerFrequency } from './data-factory-trigger-frequency';
import { deltaContainersNeverArchived } from './delta-containers-never-archived';
import { diagnosticsOnDataStores } from './diagnostics-on-data-stores';
import { remoteStateBackend } from './remote-state-backend';
import { requiredTags } from './required-tags';
import { sparkPoolAutoPause } from './spark-pool-auto-pause';
import { storageEncryptedTransport } from './storage-encrypted-transport';
import { storageEntraIdOnly } from './storage-entra-id-only';
import { storageNetworkDefaultDeny } from './storage-network-default-deny';

/** All rules, in the order in which the catalogue and the reports show them. */
export const rules: readonly Rule[] = [
  storageEntraIdOnly,
  storageNetworkDefaultDeny,
  storageEncryptedTransport,
  deltaContainersNeverArchived,
  diagnosticsOnDataStores,
  remoteStateBackend,
  sparkPoolAutoPause,
  dataFactoryTriggerFrequency,
  budgetWithContacts,
  requiredTags,
];
