import type { Json, JsonObject } from '../../shared/json';
import { activity, pipeline, pipelineJson, workspace, WORKSPACE, type Resources, type Setting } from './setting';

const REPOSITORY = { account_name: 'acme', repository_name: 'lake', branch_name: 'main' };

const PARQUET = { type: 'ParquetSource', storeSettings: { type: 'AzureBlobFSReadSettings', recursive: true } };
const DATASET = { referenceName: 'files', type: 'DatasetReference' };
const SINK = { type: 'ParquetSink', storeSettings: { type: 'AzureBlobFSWriteSettings' } };
const copy = (source: JsonObject, more: JsonObject = {}): Resources =>
  pipeline(activity('Copy', { source, sink: SINK, ...more }));
const web = (type: string, typeProperties: JsonObject): Resources =>
  pipeline(activity(type, { method: 'POST', url: 'https://example.com', ...typeProperties }));
const ITEMS = { value: '@pipeline().parameters.tables', type: 'Expression' };
const EXPRESSION = { value: '@pipeline().parameters.count', type: 'Expression' };
const WAIT = activity('Wait', { waitTimeInSeconds: 5 });
const retrying = (retry: Json): Resources =>
  pipeline({ ...WAIT, policy: { timeout: '0.01:00:00', retry, retryIntervalInSeconds: 60 } });
const trigger = (body: JsonObject): Resources => ({
  'azurerm_data_factory_trigger_schedule.nightly': {
    name: 'nightly',
    pipeline_name: 'medallion',
    frequency: 'Day',
    interval: 1,
    start_time: '2026-12-01T00:00:00Z',
    ...body,
  },
});
const arrival = (body: JsonObject): Resources => ({
  'azurerm_data_factory_trigger_blob_event.sales': {
    name: 'sales',
    storage_account_id: '/subscriptions/s/storageAccounts/stlake',
    events: ['Microsoft.Storage.BlobCreated'],
    blob_path_begins_with: '/landing/blobs/pos/',
    blob_path_ends_with: '/_SUCCESS',
    pipeline: [{ name: 'ingest_sales' }],
    ...body,
  },
});
const schedule = (body: JsonObject): Resources => ({
  'azurerm_automation_schedule.pause': {
    name: 'pause',
    frequency: 'Week',
    interval: 1,
    week_days: ['Monday'],
    ...body,
  },
});

/** An automation account with a key in a vault of the stack. */
const keyed = (vault: JsonObject): Resources => ({
  'azurerm_automation_account.scheduler': {
    name: 'aa-lake',
    encryption: [{ key_vault_key_id: '${azurerm_key_vault_key.own.id}' }],
  },
  'azurerm_key_vault_key.own': {
    name: 'scheduler',
    key_vault_id: '${azurerm_key_vault.own.id}',
    rotation_policy: [{ automatic: [{ time_after_creation: 'P1Y' }] }],
  },
  'azurerm_key_vault.own': { name: 'kv-own', ...vault },
});

export const orchestrationSettings: readonly Setting[] = [
  {
    what: 'a key for Automation behind a firewall, which does not trust it',
    otherwise: 'mid-apply',
    check: 'automation-key-reachable',
    bad: keyed({ network_acls: { default_action: 'Deny', bypass: 'AzureServices' } }),
    says: 'azurerm_key_vault.own has a firewall',
    good: keyed({ network_acls: { default_action: 'Allow', bypass: 'AzureServices' } }),
  },
  {
    what: 'an object in place of the activities, which crashes the provider',
    otherwise: 'mid-apply',
    check: 'pipeline-activities',
    bad: pipelineJson('{"activities":[]}'),
    says: 'no array',
    good: pipeline(WAIT),
  },
  {
    what: 'an activity type that the provider mangles',
    otherwise: 'permanent difference',
    check: 'pipeline-activities',
    bad: pipeline(activity('Office365Copy', {})),
    says: 'Office365Copy',
    good: pipeline(activity('Copy', { source: PARQUET, sink: SINK })),
  },
  {
    what: 'an activity without a name',
    otherwise: 'permanent difference',
    check: 'pipeline-activities',
    bad: pipeline({ type: 'Wait', typeProperties: { waitTimeInSeconds: 5 } }),
    says: 'without a name',
    good: pipeline(WAIT),
  },
  {
    what: 'two activities of one name',
    otherwise: 'nobody',
    check: 'pipeline-activities',
    bad: pipeline(WAIT, WAIT),
    says: 'step is there twice',
    good: pipeline(WAIT, { ...WAIT, name: 'other' }),
  },
  {
    what: 'a dependency on no activity',
    otherwise: 'nobody',
    check: 'pipeline-dependencies',
    bad: pipeline({ ...WAIT, dependsOn: [{ activity: 'gone', dependencyConditions: ['Succeeded'] }] }),
    says: 'gone',
    good: pipeline(WAIT, {
      ...WAIT,
      name: 'next',
      dependsOn: [{ activity: 'step', dependencyConditions: ['Succeeded'] }],
    }),
  },
  {
    what: 'a condition that does not exist',
    otherwise: 'nobody',
    check: 'pipeline-dependencies',
    bad: pipeline(WAIT, { ...WAIT, name: 'next', dependsOn: [{ activity: 'step', dependencyConditions: ['Done'] }] }),
    says: 'Done',
    good: pipeline(WAIT, {
      ...WAIT,
      name: 'next',
      dependsOn: [{ activity: 'step', dependencyConditions: ['Completed'] }],
    }),
  },
  ...['WebActivity', 'WebHook'].map((type): Setting => ({
    what: `${type} with authentication`,
    otherwise: 'permanent difference',
    check: 'pipeline-web-authentication',
    bad: web(type, { authentication: { type: 'MSI', resource: 'https://management.azure.com' } }),
    says: 'authentication',
    good: web(type, { body: '{}' }),
  })),
  {
    what: 'a property of the portal that the provider drops',
    otherwise: 'permanent difference',
    check: 'pipeline-round-trip',
    bad: pipeline(
      activity('SynapseNotebook', { notebook: { referenceName: 'n', type: 'NotebookReference' }, snapshot: true }),
    ),
    says: 'Activity step has snapshot, which the provider drops; allowed: notebook',
    good: pipeline(activity('SynapseNotebook', { notebook: { referenceName: 'n', type: 'NotebookReference' } })),
  },
  {
    what: 'a misspelt part of an activity',
    otherwise: 'permanent difference',
    check: 'pipeline-round-trip',
    bad: pipeline({ ...WAIT, dependOn: [] }),
    says: 'Activity step has dependOn, which the provider drops',
    good: pipeline({ ...WAIT, description: 'waits' }),
  },
  {
    what: 'format settings of a source without compression',
    otherwise: 'permanent difference',
    check: 'pipeline-round-trip',
    bad: copy({ ...PARQUET, type: 'DelimitedTextSource', formatSettings: { type: 'DelimitedTextReadSettings' } }),
    says: 'formatSettings without compressionProperties',
    good: copy({ ...PARQUET, type: 'DelimitedTextSource' }),
  },
  {
    what: 'a file source without store settings',
    otherwise: 'permanent difference',
    check: 'pipeline-round-trip',
    bad: copy({ type: 'JsonSource' }),
    says: 'The source of step has no storeSettings',
    good: copy(PARQUET),
  },
  {
    what: 'GetMetadata without store settings',
    otherwise: 'permanent difference',
    check: 'pipeline-round-trip',
    bad: pipeline(activity('GetMetadata', { dataset: DATASET, fieldList: ['exists'] })),
    says: 'Activity step has no storeSettings',
    good: pipeline(
      activity('GetMetadata', {
        dataset: DATASET,
        fieldList: ['exists'],
        storeSettings: { type: 'AzureBlobFSReadSettings' },
        formatSettings: { type: 'ParquetReadSettings' },
      }),
    ),
  },
  {
    what: 'Delete without store settings',
    otherwise: 'permanent difference',
    check: 'pipeline-round-trip',
    bad: pipeline(activity('Delete', { dataset: DATASET, enableLogging: false })),
    says: 'Activity step has no storeSettings',
    good: pipeline(activity('Delete', { dataset: DATASET, storeSettings: { type: 'AzureBlobFSReadSettings' } })),
  },
  {
    what: 'recursion by an expression',
    otherwise: 'mid-apply',
    check: 'pipeline-round-trip',
    bad: copy({ ...PARQUET, storeSettings: { type: 'AzureBlobFSReadSettings', recursive: '@true' } }),
    says: 'has recursive "@true"; allowed: true or false',
    good: copy({ ...PARQUET, storeSettings: { type: 'AzureBlobFSReadSettings', recursive: false } }),
  },
  ...(['parallelCopies', 'dataIntegrationUnits'] as const).map((name): Setting => ({
    what: `${name} by an expression`,
    otherwise: 'mid-apply',
    check: 'pipeline-literal-numbers',
    bad: copy(PARQUET, { [name]: EXPRESSION }),
    says: `${name} of step`,
    good: copy(PARQUET, { [name]: 4 }),
  })),
  {
    what: 'executors by an expression',
    otherwise: 'mid-apply',
    check: 'pipeline-literal-numbers',
    bad: pipeline(activity('SparkJob', { sparkJob: { referenceName: 'j' }, numExecutors: EXPRESSION })),
    says: 'numExecutors of step',
    good: pipeline(activity('SparkJob', { sparkJob: { referenceName: 'j' }, numExecutors: 2 })),
  },
  {
    what: 'a wait by an expression',
    otherwise: 'mid-apply',
    check: 'pipeline-literal-numbers',
    bad: pipeline(activity('Wait', { waitTimeInSeconds: EXPRESSION })),
    says: 'waitTimeInSeconds of step',
    good: pipeline(WAIT),
  },
  {
    what: 'retries by an expression',
    otherwise: 'mid-apply',
    check: 'pipeline-literal-numbers',
    bad: retrying(EXPRESSION),
    says: 'retry of step',
    good: retrying(2),
  },
  {
    what: 'a batch size by an expression',
    otherwise: 'mid-apply',
    check: 'pipeline-literal-numbers',
    bad: pipeline(activity('ForEach', { items: ITEMS, batchCount: EXPRESSION, activities: [WAIT] })),
    says: 'batchCount of step',
    good: pipeline(activity('ForEach', { items: ITEMS, batchCount: 4, activities: [WAIT] })),
  },
  {
    what: 'plain text as the items of a loop',
    otherwise: 'mid-apply',
    check: 'pipeline-expression-objects',
    bad: pipeline(activity('ForEach', { items: '@pipeline().parameters.tables', activities: [WAIT] })),
    says: 'items',
    good: pipeline(activity('ForEach', { items: ITEMS, activities: [WAIT] })),
  },
  {
    what: 'plain text as a condition',
    otherwise: 'mid-apply',
    check: 'pipeline-expression-objects',
    bad: pipeline(activity('IfCondition', { expression: '@true', ifTrueActivities: [WAIT] })),
    says: 'expression',
    good: pipeline(
      activity('IfCondition', { expression: { value: '@true', type: 'Expression' }, ifTrueActivities: [WAIT] }),
    ),
  },
  {
    what: '51 runs at once',
    otherwise: 'plan',
    check: 'argument-values',
    bad: pipelineJson(JSON.stringify([WAIT]), { concurrency: 51 }),
    says: 'concurrency is 51; allowed: a whole number from 1 to 50',
    good: pipelineJson(JSON.stringify([WAIT]), { concurrency: 50 }),
  },
  {
    what: 'a trigger without frequency, which fires every minute',
    otherwise: 'nobody',
    check: 'data-factory-trigger-frequency',
    bad: trigger({ frequency: null }),
    says: 'every minute',
    good: trigger({ frequency: 'Hour' }),
  },
  {
    what: 'a trigger that starts now',
    otherwise: 'permanent difference',
    check: 'data-factory-trigger-start',
    bad: trigger({ start_time: null }),
    says: 'start_time',
    good: trigger({}),
  },
  {
    what: 'a trigger in a zone of another naming',
    otherwise: 'nobody',
    check: 'data-factory-trigger-start',
    bad: trigger({ time_zone: 'Europe/Berlin' }),
    says: 'time_zone is "Europe/Berlin"',
    good: trigger({ time_zone: 'UTC' }),
  },
  {
    what: 'a trigger with both forms of its pipeline',
    otherwise: 'plan',
    check: 'data-factory-trigger-start',
    bad: trigger({ pipeline: [{ name: 'medallion' }] }),
    says: 'either pipeline or pipeline_name',
    good: trigger({ pipeline: [{ name: 'medallion' }], pipeline_name: null }),
  },
  {
    what: 'a folder of the repository without its slash',
    otherwise: 'plan',
    check: 'argument-values',
    bad: { [WORKSPACE]: workspace({ github_repo: { ...REPOSITORY, root_folder: 'synapse' } }) },
    says: 'github_repo.root_folder is "synapse"; allowed: a folder that begins with a slash',
    good: { [WORKSPACE]: workspace({ github_repo: { ...REPOSITORY, root_folder: '/synapse' } }) },
  },
  {
    what: 'an event that storage does not tell',
    otherwise: 'plan',
    check: 'argument-values',
    bad: arrival({ events: ['Microsoft.Storage.BlobRenamed'] }),
    says: 'events is "Microsoft.Storage.BlobRenamed"; allowed: Microsoft.Storage.BlobCreated',
    good: arrival({}),
  },
  {
    what: 'a path of files in place of that of a container, which matches nothing',
    otherwise: 'nobody',
    check: 'argument-values',
    bad: arrival({ blob_path_begins_with: '/landing/pos/' }),
    says: 'blob_path_begins_with is "/landing/pos/"; allowed: /<container>/blobs/<folder>',
    good: arrival({ blob_path_begins_with: '/landing/blobs/pos/' }),
  },
  {
    what: 'a run for every file of an account',
    otherwise: 'plan',
    check: 'fields-together',
    bad: arrival({ blob_path_begins_with: null, blob_path_ends_with: null }),
    says: 'at least one',
    good: arrival({ blob_path_begins_with: null }),
  },
  {
    what: 'an automation schedule with a day that will pass',
    otherwise: 'mid-apply',
    check: 'automation-schedule-start',
    bad: schedule({ start_time: '2026-12-01T00:00:00Z' }),
    says: 'start_time',
    good: schedule({}),
  },
  {
    what: 'week days of a daily schedule',
    otherwise: 'plan',
    check: 'automation-schedule-start',
    bad: schedule({ frequency: 'Day' }),
    says: 'week_days',
    good: schedule({ frequency: 'Week' }),
  },
  {
    what: 'parameters of a job in capitals',
    otherwise: 'permanent difference',
    check: 'fields-together',
    bad: { 'azurerm_automation_job_schedule.pause': { parameters: { Pool: 'serving' } } },
    says: 'parameters are Pool; allowed: lower-case names',
    good: { 'azurerm_automation_job_schedule.pause': { parameters: { pool: 'serving' } } },
  },
];
