import { texts } from '../../synthesized/values';
import { isExpression } from '../../synthesized/references';
import { cannotDecide, COMPLIANT, forEach, nonCompliant, type Outcome, type Rule } from '../rule';
import { resourcesOfType, type StackResource, type SynthesizedStack } from '../../synthesized/stack';

/** What can pause a pool on a schedule: each names the pool by a reference and says what it does. */
const SCHEDULERS = [
  'azurerm_automation_job_schedule',
  'azurerm_data_factory_pipeline',
  'azurerm_logic_app_action_custom',
] as const;

export const sqlPoolPaused: Rule = {
  id: 'sql-pool-paused',
  level: 'error',
  pack: 'baseline',
  waivable: true,
  when: 'review',
  what: 'Every dedicated SQL pool is paused by a schedule.',
  why: 'A dedicated pool has no auto-pause and is billed by the hour whether anyone asks it or not: the smallest one costs about $1,100 a month, nights and weekends included.',
  remedy: 'Add a job schedule, a pipeline or a Logic App that calls pause for the id of the pool.',
  controls: ['Well-Architected CO:07', 'Well-Architected CO:12'],
  source: 'Azure Synapse dedicated SQL pool documentation (no auto-pause); ARM types 2021-06-01',
  evaluate: (stack) => forEach(resourcesOfType(stack, 'azurerm_synapse_sql_pool'), (pool) => judge(stack, pool)),
};

function judge(stack: SynthesizedStack, pool: StackResource): Outcome {
  const schedulers = resourcesOfType(stack, ...SCHEDULERS);
  const pauses = schedulers.some(({ body }) => {
    const said = texts(body).map(({ text }) => text);
    return said.some((text) => text.includes(`\${${pool.address}.`)) && said.some((text) => /pause/i.test(text));
  });
  if (pauses) return COMPLIANT;
  const open = schedulers.find(({ body }) => isExpression(body['parameters']) || isExpression(body['body']));
  return open
    ? cannotDecide(`Whether ${open.address} pauses the pool is known only to Terraform.`)
    : nonCompliant('No schedule pauses the pool: it is billed around the clock.');
}
