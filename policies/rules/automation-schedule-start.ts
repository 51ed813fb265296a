import { undecided } from '../judge';
import { objectAt } from '../../shared/json';
import { isExpression } from '../../synthesized/references';
import { COMPLIANT, forEach, nonCompliant, type Outcome, type Rule } from '../rule';
import { resourcesOfType, type StackResource } from '../../synthesized/stack';
import { strings } from '../../synthesized/values';

export const automationScheduleStart: Rule = {
  id: 'automation-schedule-start',
  level: 'error',
  pack: 'baseline',
  waivable: true,
  when: 'synth',
  what: 'A schedule of Automation leaves its start to Azure, or computes it when Terraform plans and then ignores it.',
  why: 'Azure refuses a start in the past, so a written date works until it is reached, and then no environment can be made any more. Whether a date has passed no rule can decide; that it will, this one can.',
  remedy: 'Drop start_time, or compute it from plantimestamp() with lifecycle.ignore_changes = ["start_time"].',
  controls: ['Well-Architected OE:05', 'Well-Architected CO:12'],
  source: 'azurerm 4.55 apply of wrong settings',
  evaluate: (stack) => forEach(resourcesOfType(stack, 'azurerm_automation_schedule'), judge),
};

function judge({ body }: StackResource): Outcome {
  const start = body['start_time'];
  if (body['week_days'] !== undefined && body['frequency'] !== 'Week') {
    return nonCompliant(`week_days need frequency Week, which is ${String(body['frequency'])}.`);
  }
  if (start === undefined || start === null) return COMPLIANT;
  if (!isExpression(start)) return nonCompliant(`start_time is ${String(start)}, which rots on that day.`);
  if (!/\b(?:plan)?timestamp\(\)/.test(start)) return undecided('start_time', start);
  return (strings(objectAt(body, 'lifecycle'), 'ignore_changes') ?? []).includes('start_time')
    ? COMPLIANT
    : nonCompliant('start_time moves with every plan: lifecycle.ignore_changes must hold start_time.');
}
