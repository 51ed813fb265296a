import { DataFactoryTriggerSchedule } from '@cdktf/provider-azurerm/lib/data-factory-trigger-schedule';
import type { Construct } from 'constructs';
import { Judged } from '../base/judged';
import { minutesOfDay } from '../../environments/settings/online-window';
import { requireInteger, requireOneOf, requireThat } from '../base/checks';
import { checkName } from '../base/naming';
import type { ScheduleTriggerProps } from './schedule-trigger-props';

/** A year of days, and a week of hours. Use another frequency for longer intervals. */
const MAX_INTERVAL = { Hour: 168, Day: 365 } as const;

/**
 * Starts a pipeline by the clock, UTC. The frequency is always stated: left out, the provider sends every minute.
 *
 * @throws ConfigurationError for an unknown frequency, an interval below 1, a time that is no `HH:MM`, or a start that is
 * no instant in UTC
 *
 * @example
 * new ScheduleTrigger(stack, 'Hourly', {
 *   dataFactoryId: factory.factory.id,
 *   name: 'medallion-hourly',
 *   pipelineName: medallion.pipeline.name,
 *   schedule: { frequency: 'Hour', interval: 1, startTime: '2026-12-01T00:00:00Z', active: true },
 * });
 */
export class ScheduleTrigger extends Judged {
  readonly trigger: DataFactoryTriggerSchedule;

  constructor(scope: Construct, id: string, props: ScheduleTriggerProps) {
    super(scope, id);
    const { frequency, interval, at, startTime, active } = props.schedule;
    requireOneOf(
      this,
      'frequency',
      frequency,
      Object.keys(MAX_INTERVAL),
      'Choose Hour or longer: shorter intervals would never let the Spark pool pause.',
    );
    requireInteger(this, 'interval', interval, { min: 1, max: MAX_INTERVAL[frequency] }, 'Correct the schedule.');
    requireThat(this, () => /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z$/.test(startTime), {
      setting: 'startTime',
      value: startTime,
      allowed: 'an instant in UTC, such as 2026-12-01T00:00:00Z',
      remedy: 'Pin it in the environment; without it every plan shows a change.',
    });
    const minutes = at === undefined ? undefined : minutesOfDay(at);
    requireThat(this, () => (frequency === 'Day' ? minutes !== undefined : at === undefined), {
      setting: 'at',
      value: at,
      allowed: frequency === 'Day' ? 'HH:MM in UTC' : 'nothing for an hourly schedule',
      remedy: 'Write the time of day in UTC, such as 05:00.',
    });
    this.trigger = new DataFactoryTriggerSchedule(this, 'Resource', {
      name: checkName(this, 'pipeline', props.name),
      dataFactoryId: props.dataFactoryId,
      pipelineName: props.pipelineName,
      frequency,
      interval,
      startTime,
      timeZone: 'UTC',
      activated: active,
      ...(minutes === undefined ? {} : { schedule: { hours: [Math.floor(minutes / 60)], minutes: [minutes % 60] } }),
    });
  }
}
