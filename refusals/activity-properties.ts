/** Parts of every activity (Data Factory ARM types 2018-06-01). */
export const ENVELOPE: readonly string[] = [
  ...['name', 'type', 'description', 'state', 'onInactiveMarkAs', 'dependsOn', 'userProperties', 'policy'],
  ...['linkedServiceName', 'typeProperties', 'inputs', 'outputs'],
];

const SPARK = [
  ...['executorSize', 'driverSize', 'numExecutors', 'conf', 'configurationType', 'targetSparkConfiguration'],
  'sparkConfig',
];
const WEB = ['method', 'url', 'headers', 'body', 'authentication'];

/** `typeProperties` of each activity type (Data Factory ARM types 2018-06-01). Types that are not here are not judged. */
export const TYPE_PROPERTIES: Readonly<Record<string, readonly string[]>> = {
  SynapseNotebook: ['notebook', 'sparkPool', 'parameters', ...SPARK],
  SparkJob: [
    ...['sparkJob', 'args', 'file', 'scanFolder', 'className', 'files', 'pythonCodeReference', 'filesV2'],
    ...['targetBigDataPool', ...SPARK],
  ],
  Copy: [
    ...['source', 'sink', 'translator', 'enableStaging', 'stagingSettings', 'parallelCopies', 'dataIntegrationUnits'],
    ...['enableSkipIncompatibleRow', 'redirectIncompatibleRowSettings', 'logStorageSettings', 'logSettings'],
    ...['preserveRules', 'preserve', 'validateDataConsistency', 'skipErrorFile'],
  ],
  Lookup: ['source', 'dataset', 'firstRowOnly'],
  GetMetadata: ['dataset', 'fieldList', 'storeSettings', 'formatSettings'],
  Delete: ['dataset', 'recursive', 'maxConcurrentConnections', 'enableLogging', 'logStorageSettings', 'storeSettings'],
  Validation: ['dataset', 'timeout', 'sleep', 'minimumSize', 'childItems'],
  Script: ['scripts', 'scriptBlockExecutionTimeout', 'logSettings'],
  SqlServerStoredProcedure: ['storedProcedureName', 'storedProcedureParameters'],
  AzureFunctionActivity: ['method', 'functionName', 'headers', 'body'],
  WebActivity: [
    ...[...WEB, 'disableCertValidation', 'httpRequestTimeout', 'turnOffAsync', 'datasets', 'linkedServices'],
    'connectVia',
  ],
  WebHook: [...WEB, 'timeout', 'reportStatusOnCallBack'],
  ForEach: ['isSequential', 'batchCount', 'items', 'activities'],
  IfCondition: ['expression', 'ifTrueActivities', 'ifFalseActivities'],
  Switch: ['on', 'cases', 'defaultActivities'],
  Until: ['expression', 'timeout', 'activities'],
  Filter: ['items', 'condition'],
  Wait: ['waitTimeInSeconds'],
  Fail: ['message', 'errorCode'],
  SetVariable: ['variableName', 'value', 'setSystemVariable'],
  AppendVariable: ['variableName', 'value'],
  ExecutePipeline: ['pipeline', 'parameters', 'waitOnCompletion'],
};

/** Sources that read files, whose store settings the provider writes back whether they were there or not. */
export const FILE_SOURCES: readonly string[] = [
  ...['AvroSource', 'BinarySource', 'DelimitedTextSource', 'ExcelSource', 'JsonSource', 'OrcSource', 'ParquetSource'],
  'XmlSource',
];

/** Sinks that write files, with store settings like the sources. */
export const FILE_SINKS: readonly string[] = [
  ...['AvroSink', 'BinarySink', 'DelimitedTextSink', 'JsonSink', 'OrcSink', 'ParquetSink'],
];

/** Parts of the policy of an activity. */
export const POLICY: readonly string[] = [
  ...['timeout', 'retry', 'retryIntervalInSeconds', 'secureInput', 'secureOutput'],
];
