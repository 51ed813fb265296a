import { gravest, judgeArguments, judgeBlocks } from '../judge';
import { forEach, type Rule } from '../rule';
import { resourcesOfType } from '../../synthesized/stack';

const MOST_PERIODS = 6;

export const queryAlertCriteria: Rule = {
  id: 'query-alert-criteria',
  level: 'error',
  pack: 'baseline',
  waivable: true,
  when: 'synth',
  what: `A log alert names the column it measures unless it counts rows, and fails in 1 to ${String(MOST_PERIODS)} of its periods.`,
  why: 'Average, Total, Minimum and Maximum need a column and Count takes none; more failing periods than periods can never come true. All of it passes the plan.',
  remedy:
    'Set metric_measure_column with any aggregation but Count, and 1 <= minimum_failing_periods <= number_of_evaluation_periods.',
  controls: ['Well-Architected OE:07', 'Well-Architected RE:10'],
  source: 'Azure Monitor log alerts documentation; azurerm 4.55 apply of wrong settings',
  evaluate: (stack) =>
    forEach(resourcesOfType(stack, 'azurerm_monitor_scheduled_query_rules_alert_v2'), ({ body }) =>
      judgeBlocks(body, 'criteria', (criteria) =>
        gravest([
          judgeArguments(criteria, ['time_aggregation_method', 'metric_measure_column'], (aggregation, column) =>
            (aggregation === 'Count') === (column === undefined)
              ? undefined
              : `time_aggregation_method is ${String(aggregation)} and metric_measure_column ${String(column)}: exactly Count has none.`,
          ),
          judgeArguments(
            criteria,
            [
              'failing_periods.minimum_failing_periods_to_trigger_alert',
              'failing_periods.number_of_evaluation_periods',
            ],
            (min = 1, total = 1) =>
              Number(min) >= 1 && Number(min) <= Number(total) && Number(total) <= MOST_PERIODS
                ? undefined
                : `${String(min)} failing of ${String(total)} periods, must be 1 <= failing <= periods <= ${String(MOST_PERIODS)}.`,
          ),
        ]),
      ),
    ),
};
