import { cannotDecide, COMPLIANT, forEach, nonCompliant, type Outcome, type Rule } from '../rule';
import { resourcesOfType, type StackResource } from '../../synthesized/stack';
import { read } from '../../synthesized/values';

/** A shorter beat than the shortest useful auto-pause keeps a Spark pool up for ever. */
const SHORTEST_MINUTES = 15;

export const dataFactoryTriggerFrequency: Rule = {
  id: 'data-factory-trigger-frequency',
  level: 'error',
  pack: 'baseline',
  waivable: true,
  when: 'synth',
  what: `A schedule trigger states its frequency, and runs at most every ${String(SHORTEST_MINUTES)} minutes.`,
  why: 'Without frequency the provider sends Minute: the pipeline starts 43,800 times a month and its Spark pool never pauses. The plan shows nothing unusual, and Checkov has no rule for triggers.',
  remedy: `Set frequency to Hour, Day, Week or Month, or to Minute with an interval of at least ${String(SHORTEST_MINUTES)}.`,
  controls: ['Well-Architected CO:12', 'Well-Architected OE:05'],
  source: 'azurerm 4.55 provider source (default of frequency)',
  evaluate: (stack) => forEach(resourcesOfType(stack, 'azurerm_data_factory_trigger_schedule'), judge),
};

function judge({ body }: StackResource): Outcome {
  const frequency = read(body, 'frequency');
  const interval = read(body, 'interval');
  if (frequency.kind === 'absent') {
    return nonCompliant('frequency is not set: the trigger fires every minute.');
  }
  if (frequency.kind === 'unresolved') {
    return cannotDecide(`frequency is ${frequency.expression}, known only to Terraform.`);
  }
  if (frequency.value !== 'Minute') {
    return COMPLIANT;
  }
  if (interval.kind === 'unresolved') {
    return cannotDecide(`interval is ${interval.expression}, known only to Terraform.`);
  }
  const minutes = interval.kind === 'literal' ? Number(interval.value) : 1;
  return minutes >= SHORTEST_MINUTES
    ? COMPLIANT
    : nonCompliant(
        `The trigger fires every ${String(minutes)} minutes, allowed is every ${String(SHORTEST_MINUTES)} or more.`,
      );
}
