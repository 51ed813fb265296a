import { chargeOf, onceInEnvironment, unpriced, type Pricer } from '../charge';

/** Minutes of runbooks. */
export const priceAutomation: Pricer = onceInEnvironment((_, { usage }) =>
  usage.automationMinutes === undefined
    ? unpriced('how long its jobs run is not known without a workload')
    : [
        chargeOf(
          'automation.jobMinute',
          usage.automationMinutes,
          'orchestration',
          'Automation, job minutes',
          'five minutes for each pause and resume',
        ),
      ],
);
