import type { Json, JsonObject } from '../../../shared/json';
import { automationScheduleStart } from '../../../policies/rules/automation-schedule-start';
import { dataFactoryTriggerStart } from '../../../policies/rules/data-factory-trigger-start';
import { pipelineActivities } from '../../../policies/rules/pipeline-activities';
import { pipelineDependencies } from '../../../policies/rules/pipeline-dependencies';
import { pipelineExpressionObjects } from '../../../policies/rules/pipeline-expression-objects';
import { pipelineLiteralNumbers } from '../../../policies/rules/pipeline-literal-numbers';
import { pipelineWebAuthentication } from '../../../policies/rules/pipeline-web-authentication';
import { finds, isOpen, passes, stackOf, type RuleCases } from '../harness';

const PIPELINE = 'azurerm_data_factory_pipeline.medallion';
const text = (activities_json: Json, rest: JsonObject = {}) => stackOf({ [PIPELINE]: { activities_json, ...rest } });
const pipeline = (...activities: readonly JsonObject[]) => text(JSON.stringify(activities));
const wait = (name: string, rest: JsonObject = {}): JsonObject => ({ name, type: 'Wait', ...rest });
const forEach = (
  inner: readonly JsonObject[],
  items: Json = { type: 'Expression', value: '@range(0, 3)' },
): JsonObject => ({
  name: 'each',
  type: 'ForEach',
  typeProperties: { items, activities: inner },
});
const computed = text('${jsonencode(local.activities)}');

export const activities: RuleCases = {
  rule: pipelineActivities,
  address: PIPELINE,
  cases: [
    passes('two', pipeline(wait('a'), wait('b'))),
    passes('the same name in another branch', pipeline(wait('a'), forEach([wait('a')]))),
    passes('none', stackOf({ [PIPELINE]: {} })),
    passes('a reference to Terraform inside', pipeline(wait('a', { description: '${azurerm_x.y.id}' }))),
    finds('an object', text('{"name":"a"}'), 'no array'),
    finds('half of JSON', text('[{"name":'), 'no array'),
    finds('an unknown type', pipeline({ name: 'a', type: 'SparkJobs' }), 'SparkJobs'),
    finds('an unknown type in a branch', pipeline(forEach([{ name: 'b', type: 'X' }])), 'Activity b'),
    finds('no name', pipeline({ type: 'Wait' })),
    finds('a doubled name', pipeline(wait('a'), wait('a')), 'twice'),
    isOpen('text that Terraform builds', computed),
  ],
};

const after = (activity: string, ...dependencyConditions: readonly string[]) => ({
  dependsOn: [{ activity, dependencyConditions }],
});

export const dependencies: RuleCases = {
  rule: pipelineDependencies,
  address: PIPELINE,
  cases: [
    passes('one after the other', pipeline(wait('a'), wait('b', after('a', 'Succeeded')))),
    passes('text that is another rule’s finding', text('{}')),
    finds('an unknown name', pipeline(wait('a', after('z', 'Succeeded'))), 'must be one of: a'),
    finds('a name of another branch', pipeline(wait('a'), forEach([wait('b', after('a', 'Succeeded'))]))),
    finds('no condition', pipeline(wait('a'), wait('b', after('a'))), 'waits for a []'),
    finds('an unknown condition', pipeline(wait('a'), wait('b', after('a', 'Success')))),
    finds('a circle', pipeline(wait('a', after('b', 'Succeeded')), wait('b', after('a', 'Succeeded'))), 'itself'),
    isOpen('text that Terraform builds', computed),
  ],
};

export const numbers: RuleCases = {
  rule: pipelineLiteralNumbers,
  address: PIPELINE,
  cases: [
    passes('numbers', pipeline(wait('a', { typeProperties: { waitTimeInSeconds: 1 }, policy: { retry: 2 } }))),
    finds(
      'an expression',
      pipeline(wait('a', { typeProperties: { waitTimeInSeconds: { type: 'Expression', value: '@x' } } })),
      'waitTimeInSeconds of a',
    ),
    finds('retries as text, in a branch', pipeline(forEach([wait('b', { policy: { retry: '2' } })])), 'retry of b'),
    isOpen('text that Terraform builds', computed),
  ],
};

export const expressions: RuleCases = {
  rule: pipelineExpressionObjects,
  address: PIPELINE,
  cases: [
    passes('an Expression', pipeline(forEach([wait('a')]))),
    finds('a plain string', pipeline(forEach([], '@range(0, 3)')), 'items of each'),
    finds('an Expression without @', pipeline(forEach([], { type: 'Expression', value: 'x' }))),
    finds(
      'a condition as text',
      pipeline({ name: 'if', type: 'IfCondition', typeProperties: { expression: '@true' } }),
      'expression of if',
    ),
    isOpen('text that Terraform builds', computed),
  ],
};

const call = (typeProperties: JsonObject, type = 'WebActivity') => [{ name: 'call', type, typeProperties }];
const msi = { authentication: { type: 'MSI' } };

export const webAuthentication: RuleCases = {
  rule: pipelineWebAuthentication,
  address: PIPELINE,
  cases: [
    passes('none', pipeline(...call({}))),
    passes('ignored', text(JSON.stringify(call(msi)), { lifecycle: { ignore_changes: ['activities_json'] } })),
    finds('a WebActivity', pipeline(...call(msi)), 'permanent difference'),
    finds('a WebHook in a branch', pipeline(forEach(call(msi, 'WebHook')))),
    isOpen('text that Terraform builds', computed),
  ],
};

const TRIGGER = 'azurerm_data_factory_trigger_schedule.nightly';
const trigger = (body: JsonObject) =>
  stackOf({ [TRIGGER]: { start_time: '2026-12-01T00:00:00Z', pipeline_name: 'p', ...body } });

export const triggerStart: RuleCases = {
  rule: dataFactoryTriggerStart,
  address: TRIGGER,
  cases: [
    passes('in UTC', trigger({})),
    finds('none', trigger({ start_time: null }), 'not set'),
    finds('without Z', trigger({ start_time: '2026-12-01T00:00:00' })),
    finds('in another zone', trigger({ time_zone: 'W. Europe Standard Time' }), 'must be UTC'),
    finds('both pipelines', trigger({ pipeline: [{ name: 'p' }] }), 'either'),
    isOpen('behind a variable', trigger({ start_time: '${var.start}' })),
  ],
};

const SCHEDULE = 'azurerm_automation_schedule.pause';
const schedule = (body: JsonObject) => stackOf({ [SCHEDULE]: body });
const planned = '${formatdate("YYYY-MM-DD", timeadd(plantimestamp(), "48h"))}T23:00:00Z';

export const scheduleStart: RuleCases = {
  rule: automationScheduleStart,
  address: SCHEDULE,
  cases: [
    passes('left to Azure', schedule({ frequency: 'Day' })),
    passes('planned and ignored', schedule({ start_time: planned, lifecycle: { ignore_changes: ['start_time'] } })),
    finds('a date', schedule({ start_time: '2026-12-01T23:00:00Z' }), 'rots'),
    finds('planned anew each time', schedule({ start_time: planned }), 'ignore_changes'),
    finds('days of a week, every day', schedule({ frequency: 'Day', week_days: ['Monday'] }), 'frequency Week'),
    isOpen('behind a variable', schedule({ start_time: '${var.start}' })),
  ],
};
