import { AUTO_PAUSE_MINUTES } from '../../azure/spark-pools';
import { cannotDecide, COMPLIANT, forEach, nonCompliant, type Outcome, type Rule } from '../rule';
import { resourcesOfType, type StackResource } from '../../synthesized/stack';
import { read } from '../../synthesized/values';

/** Azure accepts 10,080 minutes; beyond an hour the idle tail costs more than most jobs. */
const LONGEST_MINUTES = 60;
const SHORTEST_MINUTES = AUTO_PAUSE_MINUTES.min;

export const sparkPoolAutoPause: Rule = {
  id: 'spark-pool-auto-pause',
  level: 'error',
  pack: 'baseline',
  waivable: true,
  when: 'review',
  what: `A Spark pool pauses by itself ${String(SHORTEST_MINUTES)} to ${String(LONGEST_MINUTES)} minutes after its last job.`,
  why: 'Without the block the pool never pauses: three medium nodes cost about $2,500 a month doing nothing. The provider, TypeScript and Checkov accept it.',
  remedy: 'Add auto_pause with delay_in_minutes, 5 for batch pools and about 15 for people.',
  controls: ['Well-Architected CO:07', 'Well-Architected CO:12'],
  source: 'azurerm 4.55 provider source; Azure Synapse Spark pool documentation',
  evaluate: (stack) => forEach(resourcesOfType(stack, 'azurerm_synapse_spark_pool'), judge),
};

function judge({ body }: StackResource): Outcome {
  const delay = read(body, 'auto_pause', 'delay_in_minutes');
  if (delay.kind === 'unresolved') {
    return cannotDecide(`auto_pause.delay_in_minutes is ${delay.expression}, known only to Terraform.`);
  }
  if (delay.kind === 'absent') {
    return nonCompliant('auto_pause.delay_in_minutes is not set: the pool never pauses.');
  }
  const minutes = Number(delay.value);
  return minutes >= SHORTEST_MINUTES && minutes <= LONGEST_MINUTES
    ? COMPLIANT
    : nonCompliant(
        `auto_pause.delay_in_minutes is ${String(delay.value)}, must be ${String(SHORTEST_MINUTES)} to ${String(LONGEST_MINUTES)}.`,
      );
}
