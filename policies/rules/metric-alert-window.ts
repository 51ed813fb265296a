import { minutesOf } from '../../shared/duration';
import { judgeArguments } from '../judge';
import { forEach, type Rule } from '../rule';
import { resourcesOfType } from '../../synthesized/stack';

/** What the provider sends when nothing is written. */
const DEFAULTS = { frequency: 'PT1M', window: 'PT5M' } as const;

export const metricAlertWindow: Rule = {
  id: 'metric-alert-window',
  level: 'error',
  pack: 'baseline',
  waivable: true,
  when: 'synth',
  what: 'A metric alert looks back at least as long as the time between two looks.',
  why: 'With a window shorter than the frequency an alert never sees part of the time. Each value alone is valid, so nobody says so before the service.',
  remedy: 'Set window_size to the frequency or longer.',
  controls: ['Well-Architected OE:07', 'Well-Architected RE:10'],
  source: 'Azure Monitor metric alerts documentation; azurerm 4.55 apply of wrong settings',
  evaluate: (stack) =>
    forEach(resourcesOfType(stack, 'azurerm_monitor_metric_alert'), ({ body }) =>
      judgeArguments(body, ['frequency', 'window_size'], (frequency, window) => {
        const every = minutesOf(frequency ?? DEFAULTS.frequency);
        const back = minutesOf(window ?? DEFAULTS.window);
        if (every === undefined || back === undefined) {
          return `frequency ${String(frequency)} and window_size ${String(window)} must be durations such as PT15M.`;
        }
        return back >= every
          ? undefined
          : `window_size ${String(window ?? DEFAULTS.window)} is shorter than frequency ${String(frequency)}.`;
      }),
    ),
};
