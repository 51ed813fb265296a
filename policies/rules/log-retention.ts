import { judgeArguments, shown } from '../judge';
import { forEach, type Rule } from '../rule';
import { resourcesOfType } from '../../synthesized/stack';

/** Intrusions are found after weeks: shorter logs are gone when they are asked for. */
const SHORTEST_DAYS = 90;
const LONGEST_DAYS = 730;

export const logRetention: Rule = {
  id: 'log-retention',
  level: 'error',
  pack: 'regulated',
  waivable: true,
  when: 'review',
  what: `A Log Analytics workspace keeps its logs for ${String(SHORTEST_DAYS)} to ${String(LONGEST_DAYS)} days.`,
  why: 'The default is 30 days. A breach is found after months on average, and without logs nobody can say whose data was read.',
  remedy: `Set retention_in_days to ${String(SHORTEST_DAYS)} or more.`,
  controls: ['Well-Architected SE:10', 'GDPR art. 33', 'GDPR art. 5(1)(e)'],
  source: 'azurerm 4.55 provider source (range 30 to 730)',
  evaluate: (stack) =>
    forEach(resourcesOfType(stack, 'azurerm_log_analytics_workspace'), ({ body }) =>
      judgeArguments(body, ['retention_in_days'], (days) =>
        Number(days) >= SHORTEST_DAYS && Number(days) <= LONGEST_DAYS
          ? undefined
          : `retention_in_days is ${shown(days)}, must be ${String(SHORTEST_DAYS)} to ${String(LONGEST_DAYS)}.`,
      ),
    ),
};
