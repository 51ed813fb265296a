import type { Rule } from '../rule';
import { alertReachesSomeone } from './alert-reaches-someone';
import { automationKeyReachable } from './automation-key-reachable';
import { automationScheduleStart } from './automation-schedule-start';
import { budgetWellFormed } from './budget-well-formed';
import { budgetWithContacts } from './budget-with-contacts';
import { cmkIdentity } from './cmk-identity';
import { cmkVersionless } from './cmk-versionless';
import { customerManagedKeys } from './customer-managed-keys';
import { dataFactoryManagedVnet } from './data-factory-managed-vnet';
import { dataFactoryTriggerFrequency } from './data-factory-trigger-frequency';
import { dataFactoryTriggerStart } from './data-factory-trigger-start';
import { defenderScanCap } from './defender-scan-cap';
import { deltaContainersNeverArchived } from './delta-containers-never-archived';
import { deltaContainersNeverExpire } from './delta-containers-never-expire';
import { deltaContainersNeverLocked } from './delta-containers-never-locked';
import { diagnosticCategories } from './diagnostic-categories';
import { diagnosticLogSelection } from './diagnostic-log-selection';
import { diagnosticMetricsNamed } from './diagnostic-metrics-named';
import { diagnosticsOnDataStores } from './diagnostics-on-data-stores';
import { keyRotation } from './key-rotation';
import { keyVaultNetworkDefaultDeny } from './key-vault-network-default-deny';
import { keyVaultProtected } from './key-vault-protected';
import { keyVaultSecretWriteOnly } from './key-vault-secret-write-only';
import { linkedServiceWithoutKeys } from './linked-service-without-keys';
import { lockComesLast } from './lock-comes-last';
import { lockGivesWay } from './lock-gives-way';
import { logCapAlert } from './log-cap-alert';
import { logRetention } from './log-retention';
import { managedIdentity } from './managed-identity';
import { metricAlertCapacity } from './metric-alert-capacity';
import { metricAlertWindow } from './metric-alert-window';
import { networkSecurityGroupClosed } from './network-security-group-closed';
import { noLocalAuthentication } from './no-local-authentication';
import { noPublicEndpoints } from './no-public-endpoints';
import { noSecretLiterals } from './no-secret-literals';
import { noUnresolvedTokens } from './no-unresolved-tokens';
import { pipelineActivities } from './pipeline-activities';
import { pipelineDependencies } from './pipeline-dependencies';
import { pipelineExpressionObjects } from './pipeline-expression-objects';
import { pipelineLiteralNumbers } from './pipeline-literal-numbers';
import { pipelineWebAuthentication } from './pipeline-web-authentication';
import { privateEndpointDnsZone } from './private-endpoint-dns-zone';
import { privateEndpointOneSubresource } from './private-endpoint-one-subresource';
import { providerPinned } from './provider-pinned';
import { queryAlertCriteria } from './query-alert-criteria';
import { referencesResolve } from './references-resolve';
import { remoteStateBackend } from './remote-state-backend';
import { replaceTriggeredByAddress } from './replace-triggered-by-address';
import { requiredTags } from './required-tags';
import { resourceNames } from './resource-names';
import { roleAssignmentContainerScope } from './role-assignment-container-scope';
import { roleAssignmentLeastPrivilege } from './role-assignment-least-privilege';
import { roleAssignmentPrincipal } from './role-assignment-principal';
import { roleAssignmentUnique } from './role-assignment-unique';
import { roleDefinitionNarrow } from './role-definition-narrow';
import { sparkExecutors } from './spark-executors';
import { sparkNodeRange } from './spark-node-range';
import { sparkPoolAutoPause } from './spark-pool-auto-pause';
import { sparkVersion } from './spark-version';
import { spotPoolTaint } from './spot-pool-taint';
import { sqlPoolEncrypted } from './sql-pool-encrypted';
import { sqlPoolGeoBackup } from './sql-pool-geo-backup';
import { sqlPoolPaused } from './sql-pool-paused';
import { sqlWorkloadGroups } from './sql-workload-groups';
import { stateKeyOfStack } from './state-key-of-stack';
import { statefulLocked } from './stateful-locked';
import { statefulPreventDestroy } from './stateful-prevent-destroy';
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
import { storageStaysInTenant } from './storage-stays-in-tenant';
import { synapseAdminLogin } from './synapse-admin-login';
import { synapseCreateOnlySettings } from './synapse-create-only-settings';
import { synapseEntraOnly } from './synapse-entra-only';
import { synapseExfiltrationNeedsVnet } from './synapse-exfiltration-needs-vnet';
import { synapseFilesystemUrl } from './synapse-filesystem-url';
import { synapseFirewallAzureServices } from './synapse-firewall-azure-services';
import { synapseFirewallRange } from './synapse-firewall-range';
import { synapseOneAdmin } from './synapse-one-admin';
import { synapsePublicAccessNeedsVnet } from './synapse-public-access-needs-vnet';
import { synapseRoleAssignmentScope } from './synapse-role-assignment-scope';
import { tenantIsolation } from './tenant-isolation';
import { uniqueNames } from './unique-names';
import { versionEndsSoon } from './version-ends-soon';
import { versionSupported } from './version-supported';

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
      linkedServiceWithoutKeys,
    ],
  },
  {
    name: 'Encryption',
    rules: [
      keyVaultProtected,
      keyRotation,
      cmkVersionless,
      cmkIdentity,
      customerManagedKeys,
      automationKeyReachable,
      sqlPoolEncrypted,
      noSecretLiterals,
      keyVaultSecretWriteOnly,
    ],
  },
  {
    name: 'Compute',
    rules: [
      sparkPoolAutoPause,
      sparkVersion,
      versionSupported,
      versionEndsSoon,
      sparkNodeRange,
      sparkExecutors,
      spotPoolTaint,
      sqlWorkloadGroups,
      synapseFilesystemUrl,
    ],
  },
  {
    name: 'Orchestration',
    rules: [
      dataFactoryTriggerFrequency,
      dataFactoryTriggerStart,
      pipelineActivities,
      pipelineDependencies,
      pipelineLiteralNumbers,
      pipelineExpressionObjects,
      pipelineWebAuthentication,
      automationScheduleStart,
    ],
  },
  {
    name: 'Diagnostics',
    rules: [
      diagnosticsOnDataStores,
      diagnosticLogSelection,
      diagnosticCategories,
      diagnosticMetricsNamed,
      metricAlertWindow,
      metricAlertCapacity,
      queryAlertCriteria,
      alertReachesSomeone,
      logCapAlert,
      logRetention,
    ],
  },
  { name: 'Cost', rules: [budgetWithContacts, requiredTags, budgetWellFormed, sqlPoolPaused, defenderScanCap] },
  { name: 'Tenancy', rules: [tenantIsolation, storageStaysInTenant] },
  {
    name: 'Recovery',
    rules: [
      remoteStateBackend,
      storageRedundant,
      sqlPoolGeoBackup,
      statefulLocked,
      statefulPreventDestroy,
      lockComesLast,
      lockGivesWay,
      stateKeyOfStack,
      synapseCreateOnlySettings,
    ],
  },
  {
    name: 'Naming and structure',
    rules: [
      resourceNames,
      uniqueNames,
      referencesResolve,
      noUnresolvedTokens,
      providerPinned,
      replaceTriggeredByAddress,
    ],
  },
];

/** All rules, in the order in which the catalogue and the reports show them. */
export const rules: readonly Rule[] = ruleGroups.flatMap((group) => group.rules);
