import { judgeArguments, judgeBlocks } from '../judge';
import { follow, parseReference, pointsOutside } from '../../synthesized/references';
import { cannotDecide, COMPLIANT, forEach, nonCompliant, type Outcome, type Rule } from '../rule';
import { resourcesOfType, type StackResource, type SynthesizedStack } from '../../synthesized/stack';
import { blocks } from '../../synthesized/values';

const STORAGE = ['StorageRead', 'StorageWrite', 'StorageDelete'];
/** Groups that Azure Monitor has for these types. */
const GROUPS = ['allLogs', 'audit'];
const SQL_AUDIT = 'SQLSecurityAuditEvents';

/** Log categories by the type of the target; services of an account are told by their suffix. */
const CATEGORIES: Readonly<Record<string, readonly string[]>> = {
  azurerm_synapse_workspace: [
    ...['SynapseRbacOperations', 'GatewayApiRequests', 'BuiltinSqlReqsEnded', 'IntegrationPipelineRuns'],
    ...['IntegrationActivityRuns', 'IntegrationTriggerRuns', 'SynapseLinkEvent', SQL_AUDIT],
  ],
  azurerm_synapse_sql_pool: ['SqlRequests', 'RequestSteps', 'ExecRequests', 'DmsWorkers', 'Waits', SQL_AUDIT],
  azurerm_synapse_spark_pool: [
    ...['BigDataPoolAppsEnded', 'BigDataPoolAppEvents', 'BigDataPoolDriverLogs', 'BigDataPoolExecutorLogs'],
    ...['BigDataPoolJobEvents', 'BigDataPoolStageEvents', 'BigDataPoolTaskEvents', 'BigDataPoolSqlExecutionEvents'],
    ...['BigDataPoolEnvironmentEvents', 'BigDataPoolExecutorEvents', 'BigDataPoolBlockManagerEvents'],
  ],
  azurerm_data_factory: [
    ...['PipelineRuns', 'ActivityRuns', 'TriggerRuns', 'SandboxPipelineRuns', 'SandboxActivityRuns'],
    ...['SSISPackageEventMessages', 'SSISPackageExecutableStatistics', 'SSISPackageEventMessageContext'],
    ...['SSISPackageExecutionComponentPhases', 'SSISPackageExecutionDataStatistics', 'SSISIntegrationRuntimeLogs'],
    ...['AirflowTaskLogs', 'AirflowWorkerLogs', 'AirflowDagProcessingLogs', 'AirflowSchedulerLogs', 'AirflowWebLogs'],
  ],
  azurerm_key_vault: ['AuditEvent', 'AzurePolicyEvaluationDetails'],
  azurerm_log_analytics_workspace: ['Audit', 'SummaryLogs'],
  azurerm_automation_account: ['JobLogs', 'JobStreams', 'DscNodeStatus', 'AuditEvent'],
};

export const diagnosticCategories: Rule = {
  id: 'diagnostic-categories',
  level: 'error',
  pack: 'baseline',
  waivable: true,
  when: 'synth',
  what: 'A diagnostic setting asks for log categories that its target has; a storage account itself has none.',
  why: 'Categories are plain text that nobody checks before the service. StorageWrite belongs to the blob service below the account; on the account it fails the apply.',
  remedy: 'Target <account id>/blobServices/default for storage, and take the categories of the target type.',
  controls: ['Well-Architected SE:10', 'Well-Architected OE:07'],
  source: 'Azure Monitor resource-log categories; azurerm 4.55 apply of wrong settings',
  evaluate: (stack) =>
    forEach(resourcesOfType(stack, 'azurerm_monitor_diagnostic_setting'), (setting) => judge(stack, setting)),
};

function judge(stack: SynthesizedStack, { body }: StackResource): Outcome {
  const target = follow(stack, body['target_resource_id']);
  if (!target) {
    return pointsOutside(stack, body['target_resource_id']) && blocks(body, 'enabled_log')?.length !== 0
      ? cannotDecide(`The target ${String(body['target_resource_id'])} is known only to Terraform.`)
      : COMPLIANT;
  }
  const below = parseReference(body['target_resource_id'])?.suffix ?? '';
  if (target.type === 'azurerm_storage_account' && below === '' && blocks(body, 'enabled_log')?.length !== 0) {
    return nonCompliant('A storage account has no logs: the target must end with /blobServices/default.');
  }
  const known = target.type === 'azurerm_storage_account' ? STORAGE : CATEGORIES[target.type];
  if (known === undefined) return COMPLIANT;
  return judgeBlocks(body, 'enabled_log', (log) =>
    judgeArguments(log, ['category', 'category_group'], (category, group) => {
      if (group !== undefined && !GROUPS.includes(String(group))) {
        return `The category group ${String(group)} must be one of: ${GROUPS.join(', ')}.`;
      }
      return category === undefined || known.includes(String(category))
        ? undefined
        : `The category ${String(category)} must be one of: ${known.join(', ')}.`;
    }),
  );
}
