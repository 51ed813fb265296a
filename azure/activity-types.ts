/**
 * Activity types that azurerm 4.55 can write (provider source). Any other type is sent as a mangled payload, and neither
 * `terraform validate` nor a plan reads the JSON.
 */
export const ACTIVITY_TYPES = [
  'AppendVariable',
  'AzureDataExplorerCommand',
  'AzureFunctionActivity',
  'AzureMLBatchExecution',
  'AzureMLExecutePipeline',
  'AzureMLUpdateResource',
  'Copy',
  'Custom',
  'DataLakeAnalyticsU-SQL',
  'DatabricksJob',
  'DatabricksNotebook',
  'DatabricksSparkJar',
  'DatabricksSparkPython',
  'Delete',
  'ExecuteDataFlow',
  'ExecutePipeline',
  'ExecuteSSISPackage',
  'ExecuteWranglingDataflow',
  'Fail',
  'Filter',
  'ForEach',
  'GetMetadata',
  'HDInsightHive',
  'HDInsightMapReduce',
  'HDInsightPig',
  'HDInsightSpark',
  'HDInsightStreaming',
  'IfCondition',
  'Lookup',
  'Script',
  'SetVariable',
  'SparkJob',
  'SqlServerStoredProcedure',
  'Switch',
  'SynapseNotebook',
  'Until',
  'Validation',
  'Wait',
  'WebActivity',
  'WebHook',
] as const;
export type ActivityType = (typeof ACTIVITY_TYPES)[number];

export function isActivityType(text: string): text is ActivityType {
  return ACTIVITY_TYPES.some((type) => type === text);
}
