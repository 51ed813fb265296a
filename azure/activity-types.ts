/**
 * Activity types that azurerm 4.55 can write (provider source). Any other type is sent as a mangled payload, and neither
 * `terraform validate` nor a plan reads the JSON.
 */
export const ACTIVITY_TYPES = [
  'AppendVariable',
  'AzureDataExplorerCommand',
  'AzureFunctionActivity',
  'Copy',
  'Custom',
  'DatabricksJob',
  'DatabricksNotebook',
  'DatabricksSparkJar',
  'DatabricksSparkPython',
  'Delete',
  'ExecuteDataFlow',
  'ExecutePipeline',
  'Fail',
  'Filter',
  'ForEach',
  'GetMetadata',
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
