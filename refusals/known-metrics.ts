import { judgeArguments } from '../policies/judge';
import { resourcesOfType } from '../synthesized/stack';
import { blocks } from '../synthesized/values';
import type { SynthCheck } from './check';

const STORAGE_REQUESTS = ['Transactions', 'Ingress', 'Egress', 'SuccessServerLatency', 'SuccessE2ELatency'];

/** Metrics of the namespaces that a lake watches (Azure Monitor, supported metrics); others are not judged. */
const METRICS: Readonly<Record<string, readonly string[]>> = {
  'Microsoft.Storage/storageAccounts': ['UsedCapacity', 'Availability', ...STORAGE_REQUESTS],
  'Microsoft.Storage/storageAccounts/blobServices': [
    ...['BlobCapacity', 'BlobCount', 'BlobProvisionedSize', 'ContainerCount', 'IndexCapacity', 'Availability'],
    ...STORAGE_REQUESTS,
  ],
  'Microsoft.Synapse/workspaces': [
    ...['IntegrationPipelineRunsEnded', 'IntegrationActivityRunsEnded', 'IntegrationTriggerRunsEnded'],
    ...['IntegrationLinkConnectionEvents', 'IntegrationLinkProcessedChangedRows'],
    ...[
      'IntegrationLinkProcessedDataVolume',
      'IntegrationLinkProcessingLatencyInSeconds',
      'IntegrationLinkTableEvents',
    ],
    ...['BuiltinSqlPoolDataProcessedBytes', 'BuiltinSqlPoolLoginAttempts', 'BuiltinSqlPoolRequestsEnded'],
  ],
  'Microsoft.Synapse/workspaces/bigDataPools': [
    ...['BigDataPoolAllocatedCores', 'BigDataPoolAllocatedMemory', 'BigDataPoolApplicationsActive'],
    'BigDataPoolApplicationsEnded',
  ],
  'Microsoft.Synapse/workspaces/sqlPools': [
    ...['DWULimit', 'DWUUsed', 'DWUUsedPercent', 'ActiveQueries', 'QueuedQueries', 'Connections'],
    ...['ConnectionsBlockedByFirewall', 'MemoryUsedPercent', 'CPUPercent', 'AdaptiveCacheHitPercent'],
    ...['AdaptiveCacheUsedPercent', 'LocalTempDBUsedPercent', 'WLGActiveQueries', 'WLGActiveQueriesTimeouts'],
    ...['WLGAllocationByEffectiveCapResourcePercent', 'WLGAllocationByMaxResourcePercent'],
    ...['WLGAllocationBySystemPercent', 'WLGEffectiveCapResourcePercent', 'WLGEffectiveMinResourcePercent'],
    'WLGQueuedQueries',
  ],
  'Microsoft.DataFactory/factories': [
    ...['Pipeline', 'Activity', 'Trigger'].flatMap((kind) =>
      ['FailedRuns', 'SucceededRuns', 'CancelledRuns'].map((result) => `${kind}${result}`),
    ),
    ...['PipelineElapsedTimeRuns', 'FactorySizeInGbUnits', 'MaxAllowedFactorySizeInGbUnits', 'ResourceCount'],
    ...['MaxAllowedResourceCount', 'IntegrationRuntimeAvailableMemory', 'IntegrationRuntimeAvailableNodeNumber'],
    ...['IntegrationRuntimeAverageTaskPickupDelay', 'IntegrationRuntimeCpuPercentage', 'IntegrationRuntimeQueueLength'],
  ],
  'Microsoft.KeyVault/vaults': [
    ...['Availability', 'SaturationShoebox', 'ServiceApiHit', 'ServiceApiLatency', 'ServiceApiResult'],
  ],
  'Microsoft.Automation/automationAccounts': [
    ...['TotalJob', 'TotalUpdateDeploymentRuns', 'TotalUpdateDeploymentMachineRuns'],
    ...['HybridWorkerPing'],
  ],
};

/** An alert on a metric that its namespace does not have is accepted by everybody before the service. */
export const knownMetrics: SynthCheck = {
  id: 'known-metrics',
  find: (stack) =>
    resourcesOfType(stack, 'azurerm_monitor_metric_alert').flatMap(({ path, body }) =>
      (blocks(body, 'criteria') ?? []).flatMap((criteria) => {
        const outcome = judgeArguments(criteria, ['metric_namespace', 'metric_name'], (namespace, metric) => {
          const known = METRICS[String(namespace)];
          return known === undefined || known.includes(String(metric))
            ? undefined
            : `metric_name is ${String(metric)}; allowed in ${String(namespace)}: ${known.join(', ')}.`;
        });
        return outcome.kind === 'non-compliant'
          ? [{ path, check: 'known-metrics', message: outcome.message, remedy: 'Take a metric of the namespace.' }]
          : [];
      }),
    ),
};
