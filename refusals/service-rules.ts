import type { Rule } from '../policies/rule';
import { automationKeyReachable } from '../policies/rules/automation-key-reachable';
import { automationScheduleStart } from '../policies/rules/automation-schedule-start';
import { budgetWellFormed } from '../policies/rules/budget-well-formed';
import { cmkIdentity } from '../policies/rules/cmk-identity';
import { cmkVersionless } from '../policies/rules/cmk-versionless';
import { dataFactoryTriggerFrequency } from '../policies/rules/data-factory-trigger-frequency';
import { dataFactoryTriggerStart } from '../policies/rules/data-factory-trigger-start';
import { deltaContainersNeverArchived } from '../policies/rules/delta-containers-never-archived';
import { deltaContainersNeverExpire } from '../policies/rules/delta-containers-never-expire';
import { deltaContainersNeverLocked } from '../policies/rules/delta-containers-never-locked';
import { diagnosticCategories } from '../policies/rules/diagnostic-categories';
import { diagnosticLogSelection } from '../policies/rules/diagnostic-log-selection';
import { diagnosticMetricsNamed } from '../policies/rules/diagnostic-metrics-named';
import { keyRotation } from '../policies/rules/key-rotation';
import { lockComesLast } from '../policies/rules/lock-comes-last';
import { metricAlertCapacity } from '../policies/rules/metric-alert-capacity';
import { metricAlertWindow } from '../policies/rules/metric-alert-window';
import { noUnresolvedTokens } from '../policies/rules/no-unresolved-tokens';
import { pipelineActivities } from '../policies/rules/pipeline-activities';
import { pipelineDependencies } from '../policies/rules/pipeline-dependencies';
import { pipelineExpressionObjects } from '../policies/rules/pipeline-expression-objects';
import { pipelineLiteralNumbers } from '../policies/rules/pipeline-literal-numbers';
import { pipelineWebAuthentication } from '../policies/rules/pipeline-web-authentication';
import { privateEndpointOneSubresource } from '../policies/rules/private-endpoint-one-subresource';
import { queryAlertCriteria } from '../policies/rules/query-alert-criteria';
import { referencesResolve } from '../policies/rules/references-resolve';
import { replaceTriggeredByAddress } from '../policies/rules/replace-triggered-by-address';
import { resourceNames } from '../policies/rules/resource-names';
import { roleAssignmentPrincipal } from '../policies/rules/role-assignment-principal';
import { roleAssignmentUnique } from '../policies/rules/role-assignment-unique';
import { sparkExecutors } from '../policies/rules/spark-executors';
import { sparkNodeRange } from '../policies/rules/spark-node-range';
import { sparkVersion } from '../policies/rules/spark-version';
import { spotPoolTaint } from '../policies/rules/spot-pool-taint';
import { sqlPoolGeoBackup } from '../policies/rules/sql-pool-geo-backup';
import { sqlWorkloadGroups } from '../policies/rules/sql-workload-groups';
import { storageArchiveRedundancy } from '../policies/rules/storage-archive-redundancy';
import { storageContainerMetadata } from '../policies/rules/storage-container-metadata';
import { storageContainersThroughArm } from '../policies/rules/storage-containers-through-arm';
import { storageEncryptedTransport } from '../policies/rules/storage-encrypted-transport';
import { storageHnsLimits } from '../policies/rules/storage-hns-limits';
import { storageInventoryByTemplate } from '../policies/rules/storage-inventory-by-template';
import { storageIpRules } from '../policies/rules/storage-ip-rules';
import { storageLifecycleLimits } from '../policies/rules/storage-lifecycle-limits';
import { storageLifecycleOrder } from '../policies/rules/storage-lifecycle-order';
import { storageLifecyclePrefix } from '../policies/rules/storage-lifecycle-prefix';
import { storageLifecycleTimeBase } from '../policies/rules/storage-lifecycle-time-base';
import { storageOneFirewall } from '../policies/rules/storage-one-firewall';
import { storageOneLifecyclePolicy } from '../policies/rules/storage-one-lifecycle-policy';
import { synapseAdminLogin } from '../policies/rules/synapse-admin-login';
import { synapseExfiltrationNeedsVnet } from '../policies/rules/synapse-exfiltration-needs-vnet';
import { synapseFilesystemUrl } from '../policies/rules/synapse-filesystem-url';
import { synapseFirewallAzureServices } from '../policies/rules/synapse-firewall-azure-services';
import { synapseFirewallRange } from '../policies/rules/synapse-firewall-range';
import { synapseOneAdmin } from '../policies/rules/synapse-one-admin';
import { synapsePublicAccessNeedsVnet } from '../policies/rules/synapse-public-access-needs-vnet';
import { synapseRoleAssignmentScope } from '../policies/rules/synapse-role-assignment-scope';
import { uniqueNames } from '../policies/rules/unique-names';
import type { SynthCheck, Violation } from './check';

/**
 * Policies about what Azure or the provider cannot do: nobody can waive them, so that a synthesis fails on them at once.
 * The other policies are about what one should not do, and are judged in the review.
 */
const SERVICE_RULES: readonly Rule[] = [
  automationKeyReachable,
  automationScheduleStart,
  budgetWellFormed,
  cmkIdentity,
  cmkVersionless,
  dataFactoryTriggerFrequency,
  dataFactoryTriggerStart,
  deltaContainersNeverArchived,
  deltaContainersNeverExpire,
  deltaContainersNeverLocked,
  diagnosticCategories,
  diagnosticLogSelection,
  diagnosticMetricsNamed,
  keyRotation,
  lockComesLast,
  metricAlertCapacity,
  metricAlertWindow,
  noUnresolvedTokens,
  pipelineActivities,
  pipelineDependencies,
  pipelineExpressionObjects,
  pipelineLiteralNumbers,
  pipelineWebAuthentication,
  privateEndpointOneSubresource,
  queryAlertCriteria,
  referencesResolve,
  replaceTriggeredByAddress,
  resourceNames,
  roleAssignmentPrincipal,
  roleAssignmentUnique,
  sparkExecutors,
  sparkNodeRange,
  sparkVersion,
  spotPoolTaint,
  sqlPoolGeoBackup,
  sqlWorkloadGroups,
  storageArchiveRedundancy,
  storageContainerMetadata,
  storageContainersThroughArm,
  storageEncryptedTransport,
  storageHnsLimits,
  storageInventoryByTemplate,
  storageIpRules,
  storageLifecycleLimits,
  storageLifecycleOrder,
  storageLifecyclePrefix,
  storageLifecycleTimeBase,
  storageOneFirewall,
  storageOneLifecyclePolicy,
  synapseAdminLogin,
  synapseExfiltrationNeedsVnet,
  synapseFilesystemUrl,
  synapseFirewallAzureServices,
  synapseFirewallRange,
  synapseOneAdmin,
  synapsePublicAccessNeedsVnet,
  synapseRoleAssignmentScope,
  uniqueNames,
];

export const serviceRules: readonly SynthCheck[] = SERVICE_RULES.map((rule) => ({
  id: rule.id,
  find: (stack) => {
    const verdict = rule.evaluate(stack);
    return verdict === 'not-applicable'
      ? []
      : verdict.flatMap(({ resource: { path }, outcome }): readonly Violation[] =>
          outcome.kind === 'non-compliant'
            ? [{ path, check: rule.id, message: outcome.message, remedy: rule.remedy }]
            : [],
        );
  },
}));
