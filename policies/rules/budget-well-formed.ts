import { judgeArguments, judgeBlocks, gravest, outcomeOf } from '../judge';
import { forEach, type Rule } from '../rule';
import { resourcesOfType } from '../../synthesized/stack';
import { blocks } from '../../synthesized/values';

const MOST_NOTIFICATIONS = 5;

export const budgetWellFormed: Rule = {
  id: 'budget-well-formed',
  level: 'error',
  pack: 'baseline',
  waivable: true,
  when: 'synth',
  what: `A budget starts on the first of a month, has 1 to ${String(MOST_NOTIFICATIONS)} notifications, each with a contact, and no empty filter.`,
  why: 'Six notifications, or one without a contact, pass the plan and are refused by the service; there is no daily budget at all. A start date from the clock replaces the budget each month.',
  remedy:
    'Take start_date from configuration, as YYYY-MM-01T00:00:00Z, and keep the notifications that somebody answers.',
  controls: ['Well-Architected CO:04', 'FinOps Framework: Budgeting'],
  source: 'azurerm 4.55 provider source; apply of wrong settings',
  evaluate: (stack) =>
    forEach(
      resourcesOfType(stack, 'azurerm_consumption_budget_resource_group', 'azurerm_consumption_budget_subscription'),
      ({ body }) => {
        const count = blocks(body, 'notification')?.length;
        const filter = blocks(body, 'filter')?.[0];
        return gravest([
          outcomeOf(
            count !== undefined && (count < 1 || count > MOST_NOTIFICATIONS)
              ? `${String(count)} notifications, must be 1 to ${String(MOST_NOTIFICATIONS)}.`
              : undefined,
          ),
          outcomeOf(filter && !filter['tag'] && !filter['dimension'] ? 'filter is empty, must name a tag.' : undefined),
          judgeArguments(body, ['time_period.start_date', 'time_grain'], (start, grain) => {
            if (!/^\d{4}-\d{2}-01T00:00:00Z$/.test(String(start))) {
              return `time_period.start_date is ${String(start)}, must be the first of a month.`;
            }
            return grain === 'Daily' ? 'time_grain is Daily, must be Monthly or longer.' : undefined;
          }),
          judgeBlocks(body, 'notification', (notification) =>
            judgeArguments(
              notification,
              ['threshold', 'contact_emails', 'contact_groups', 'contact_roles'],
              (threshold, ...contacts) => {
                if (contacts.every((list) => !Array.isArray(list) || list.length === 0)) {
                  return 'A notification has no contact, must have one.';
                }
                return Number.isInteger(Number(threshold)) && Number(threshold) >= 0 && Number(threshold) <= 1000
                  ? undefined
                  : `threshold is ${String(threshold)}, must be 0 to 1000 percent.`;
              },
            ),
          ),
        ]);
      },
    ),
};
