import type { Rule } from '../rule';
import { budgetWithContacts } from './budget-with-contacts';
import { dataFactoryManagedVnet } from './data-factory-managed-vnet';
import { dataFactoryTriggerFrequency } from './data-factory-trigger-frequency';
import { deltaContainersNeverArchived } from './delta-containers-never-archived';
import { deltaContainersNeverExpire } from './delta-containers-never-expire';
import { deltaContainersNeverLocked } from './delta-containers-never-locked';
import { diagnosticsOnDataStores } from './diagnostics-on-data-stores';
import { keyVaultNetworkDefaultDeny } from './key-vault-network-default-deny';
import { managedIdentity } from './managed-identity';
import { networkSecurityGroupClosed } from './network-security-group-closed';
import { noLocalAuthentication } from './no-local-authentication';
import { noPublicEndpoints } from './no-public-endpoints';
import { privateEndpointDnsZone } from './private-endpoint-dns-zone';
import { privateEndpointOneSubresource } from './private-endpoint-one-subresource';
import { remoteStateBackend } from './remote-state-backend';
import { requiredTags } from './required-tags';
import { roleAssignmentContainerScope } from './role-assignment-container-scope';
import { roleAssignmentLeastPrivilege } from './role-assignment-least-privilege';
import { roleAssignmentPrincipal } from './role-assignment-principal';
import { roleAssignmentUnique } from './role-assignment-unique';
import { roleDefinitionNarrow } from './role-definition-narrow';
import { sparkPoolAutoPause } from './spark-pool-auto-pause';
import { storageArchiveRedundancy } from './storage-archive-redundancy';
import { storageContainerMetadata } from './storage-container-metadata';
import { storageContainersThroughArm } from './storage-containers-through-arm';
import { storageEncryptedTransport } from './storage-encrypted-transport';
import { storageEntraIdOnly } from './storage-entra-id-only';
import { storageHnsLimits } from './storage-hns-limits';
import { storageInventoryByTemplate } from './storage-inventory-by-template';
import { storageIpRules } from './storage-ip-rules';
import { storageLifecycleEarlyDeletion } from './storage-lifecycle-early-deletion';
import { storageLifecycleLimits } from './storage-lifecycle-limits';
import { storageLifecycleOrder } from './storage-lifecycle-order';
import { storageLifecyclePrefix } from './storage-lifecycle-prefix';
import { storageLifecycleTimeBase } from './storage-lifecycle-time-base';
import { storageNetworkDefaultDeny } from './storage-network-default-deny';
import { storageOneFirewall } from './storage-one-firewall';
import { storageOneLifecyclePolicy } from './storage-one-lifecycle-policy';
import { storageRedundant } from './storage-redundant';
import { storageSoftDelete } from './storage-soft-delete';
import { synapseAdminLogin } from './synapse-admin-login';
import { synapseEntraOnly } from './synapse-entra-only';
import { synapseExfiltrationNeedsVnet } from './synapse-exfiltration-needs-vnet';
import { synapseFirewallAzureServices } from './synapse-firewall-azure-services';
import { synapseFirewallRange } from './synapse-firewall-range';
import { synapseOneAdmin } from './synapse-one-admin';
import { synapsePublicAccessNeedsVnet } from './synapse-public-access-needs-vnet';
import { synapseRoleAssignmentScope } from './synapse-role-assignment-scope';

/** Rules about one subject, as a heading of the catalogue. */
export interface RuleGroup {
  readonly name: string;
  readonly rules: readonly Rule[];
}

export const ruleGroups: readonly RuleGroup[] = [
  {
    name: 'Storage',
    rules: [
      storageEntraIdOnly,
      storageEncryptedTransport,
      storageHnsLimits,
      storageSoftDelete,
      storageContainersThroughArm,
      storageContainerMetadata,
      storageInventoryByTemplate,
      storageOneLifecyclePolicy,
      storageLifecycleLimits,
      storageLifecyclePrefix,
      storageLifecycleTimeBase,
      storageLifecycleOrder,
      storageLifecycleEarlyDeletion,
      storageArchiveRedundancy,
    ],
  },
  {
    name: 'Delta safety',
    rules: [deltaContainersNeverArchived, deltaContainersNeverExpire, deltaContainersNeverLocked],
  },
  {
    name: 'Network',
    rules: [
      storageNetworkDefaultDeny,
      storageIpRules,
      storageOneFirewall,
      keyVaultNetworkDefaultDeny,
      synapsePublicAccessNeedsVnet,
      synapseExfiltrationNeedsVnet,
      synapseFirewallAzureServices,
      synapseFirewallRange,
      dataFactoryManagedVnet,
      privateEndpointOneSubresource,
      privateEndpointDnsZone,
      networkSecurityGroupClosed,
      noPublicEndpoints,
    ],
  },
  { name: 'Diagnostics', rules: [diagnosticsOnDataStores] },
  { name: 'Recovery', rules: [remoteStateBackend, storageRedundant] },
  { name: 'Compute', rules: [sparkPoolAutoPause] },
  { name: 'Orchestration', rules: [dataFactoryTriggerFrequency] },
  { name: 'Cost', rules: [budgetWithContacts, requiredTags] },
  {
    name: 'Identity',
    rules: [
      managedIdentity,
      noLocalAuthentication,
      roleAssignmentLeastPrivilege,
      roleAssignmentContainerScope,
      roleAssignmentPrincipal,
      roleAssignmentUnique,
      roleDefinitionNarrow,
      synapseRoleAssignmentScope,
      synapseEntraOnly,
      synapseAdminLogin,
      synapseOneAdmin,
    ],
  },
];

/** All rules, in the order in which the catalogue and the reports show them. */
export const rules: readonly Rule[] = ruleGroups.flatMap((group) => group.rules);
