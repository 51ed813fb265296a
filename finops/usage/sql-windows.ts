/** Hours in which a dedicated SQL pool is online, from the schedules that pause and resume it. */
import type { StackResource } from '../../synthesized/stack';
import { isJsonArray, isJsonObject } from '../../shared/json';
import { parseReference } from '../../synthesized/references';
import { literalText } from '../literals';

const WEEK = 7 * 1440;
const DAYS = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'];

export interface SqlWindow {
  readonly hours: number;
  readonly how: string;
  /** Pauses and resumes in a week. */
  readonly jobsPerWeek: number;
}

/** Without a pause nothing ever stops the pool: then it is online all month. */
export function sqlWindow(pool: StackResource, resources: readonly StackResource[], hoursPerMonth: number): SqlWindow {
  const events = resources
    .filter(({ type }) => type === 'azurerm_automation_job_schedule')
    .flatMap((job) => eventsOf(job, pool, resources))
    .sort((one, other) => one.minute - other.minute);
  const always = { hours: hoursPerMonth, jobsPerWeek: events.length };
  if (!events.some(({ action }) => action === 'pause')) {
    return { ...always, how: 'no schedule pauses it: online all month' };
  }
  if (!events.some(({ action }) => action === 'resume')) {
    return { hours: 0, how: 'a schedule pauses it and none resumes it', jobsPerWeek: events.length };
  }
  let minutes = 0;
  events.forEach(({ minute, action }, index) => {
    if (action !== 'resume') return;
    const next = [...events.slice(index + 1), ...events.map((event) => ({ ...event, minute: event.minute + WEEK }))];
    const pause = next.find((event) => event.action === 'pause');
    const again = next.find((event) => event.action === 'resume');
    const end = Math.min(pause?.minute ?? minute + WEEK, again?.minute ?? Number.POSITIVE_INFINITY);
    minutes += end - minute;
  });
  return {
    hours: (minutes / WEEK) * hoursPerMonth,
    how: `${String(minutes / 60)} h of a week of 168 h between resume and pause${
      events.some(({ action }) => action === 'idle') ? '; what an idle pause saves of them, nobody knows before' : ''
    }`,
    jobsPerWeek: events.length,
  };
}

interface Event {
  readonly action: string;
  readonly minute: number;
}

function eventsOf(job: StackResource, pool: StackResource, resources: readonly StackResource[]): readonly Event[] {
  const parameters = isJsonObject(job.body['parameters']) ? job.body['parameters'] : {};
  if (parseReference(parameters['poolid'])?.address !== pool.address) return [];
  const schedule = resources.find(({ address }) => address === parseReference(job.body['schedule_name'])?.address);
  const time = /T(\d\d):(\d\d):\d\dZ$/.exec(literalStart(schedule));
  if (schedule === undefined || time === null) return [];
  const list = schedule.body['week_days'];
  const days = isJsonArray(list) ? list.map(String) : DAYS;
  const isHourly = literalText(schedule.body, 'frequency') === 'Hour';
  const minutes = isHourly
    ? Array.from({ length: 24 }, (_, hour) => hour * 60 + Number(time[2]))
    : [Number(time[1]) * 60 + Number(time[2])];
  return days.flatMap((day) => {
    const at = DAYS.indexOf(day);
    return at < 0
      ? []
      : minutes.map((minute) => ({ action: String(parameters['action']), minute: at * 1440 + minute }));
  });
}

/** The time of day is written out even where Terraform works out the date. */
function literalStart(schedule: StackResource | undefined): string {
  const value = schedule?.body['start_time'];
  return typeof value === 'string' ? value : (schedule && literalText(schedule.body, 'start_time')) || '';
}
