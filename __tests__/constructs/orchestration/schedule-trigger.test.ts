import { ScheduleTrigger } from '../../../constructs/orchestration/schedule-trigger';
import type { PipelineSettings } from '../../../environments/settings/schedule';
import { describeRefusals } from '../../support/refusal';
import { bodyOf, synthesizeStack } from '../../support/synth';
import type { TerraformStack } from 'cdktf';

const daily: PipelineSettings = {
  frequency: 'Day',
  interval: 1,
  at: '05:30',
  startTime: '2026-12-01T00:00:00Z',
  active: true,
};
const minute: string = 'Minute';
const hourly: PipelineSettings = { frequency: 'Hour', interval: 2, startTime: '2026-12-01T00:00:00Z', active: false };

function make(scope: TerraformStack, id: string, schedule: PipelineSettings): ScheduleTrigger {
  return new ScheduleTrigger(scope, id, { dataFactoryId: '/x', name: 'nightly', pipelineName: 'medallion', schedule });
}

describe('ScheduleTrigger', () => {
  describeRefusals(daily, make, [
    {
      what: 'a beat of minutes',
      bad: { frequency: minute as PipelineSettings['frequency'] },
      setting: 'frequency',
      good: { frequency: 'Day' },
    },
    { what: 'an interval of nothing', bad: { interval: 0 }, setting: 'interval', good: { interval: 7 } },
    { what: 'a time over 24 hours', bad: { at: '24:00' }, setting: 'at', good: { at: '00:00' } },
    { what: 'a start without zone', bad: { startTime: '2026-12-01T00:00:00' }, setting: 'startTime', good: {} },
    {
      what: 'a start in another zone',
      bad: { startTime: '2026-12-01T00:00:00-05:00' },
      setting: 'startTime',
      good: { startTime: '2026-12-01T05:00:00Z' },
    },
  ]);

  test('runs daily at its minute, UTC', () => {
    const stack = synthesizeStack((scope) => make(scope, 'Trigger', daily));
    expect(bodyOf(stack, 'azurerm_data_factory_trigger_schedule')).toMatchObject({
      frequency: 'Day',
      interval: 1,
      schedule: { hours: [5], minutes: [30] },
      start_time: '2026-12-01T00:00:00Z',
      time_zone: 'UTC',
      activated: true,
    });
  });

  test('runs by the hour without a time of day, and can be held', () => {
    const body = bodyOf(
      synthesizeStack((scope) => make(scope, 'Trigger', hourly)),
      'azurerm_data_factory_trigger_schedule',
    );
    expect(body).toMatchObject({ frequency: 'Hour', interval: 2, activated: false });
    expect(body['schedule']).toBeUndefined();
  });
});
