/** When the schedules of a factory start something, over one fixed year of whole weeks. */
import { isJsonArray, isJsonObject, type Json, type JsonObject } from '../../shared/json';
import type { StackResource } from '../../synthesized/stack';
import { literalNumber, literalText } from '../literals';

const MINUTES_PER_WEEK = 7 * 24 * 60;

/** Minutes of the year that is looked at: 52 weeks, so that every weekday and every day of most months occurs alike. */
export const YEAR_MINUTES = 364 * 1440;
/** A Monday. Fixed, so that the same stacks give the same estimate on every day. */
const FIRST_MONDAY = Date.UTC(2026, 11, 7);
const MINUTE = 60_000;
const WEEK_DAYS = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'];

/**
 * Minutes of the year at which a schedule trigger fires; none for one that is stopped.
 *
 * @returns undefined where frequency or interval are known only to Terraform
 */
export function firings({ body }: StackResource): readonly number[] | undefined {
  if (body['activated'] === false) return [];
  const frequency = literalText(body, 'frequency') ?? 'Minute';
  const interval = literalNumber(body, 'interval') ?? 1;
  const start = Math.round(
    (Date.parse(literalText(body, 'start_time') ?? '2026-12-07T00:00:00Z') - FIRST_MONDAY) / MINUTE,
  );
  if (Number.isNaN(start) || interval < 1) return undefined;
  switch (frequency) {
    case 'Minute':
      return every(start, interval);
    case 'Hour':
      return every(start, interval * 60);
    case 'Day':
      return days((day) => positive(day - Math.floor(start / 1440), interval) === 0, timesOf(body, start));
    case 'Week': {
      const wanted = listOf(block(body)['days_of_week']).map(String);
      const isWanted = (day: number) =>
        wanted.length === 0
          ? positive(day - Math.floor(start / 1440), 7) === 0
          : wanted.includes(WEEK_DAYS[positive(day, 7)] ?? '');
      const week = (day: number) =>
        positive(Math.floor(day / 7) - Math.floor(start / MINUTES_PER_WEEK), interval) === 0;
      return days((day) => isWanted(day) && week(day), timesOf(body, start));
    }
    case 'Month': {
      const wanted = listOf(block(body)['days_of_month']).map(Number);
      const dates = wanted.length === 0 ? [1] : wanted;
      return days(
        (day) => dates.includes(new Date(FIRST_MONDAY + day * 86_400_000).getUTCDate()),
        timesOf(body, start),
      );
    }
    default:
      return undefined;
  }
}

function every(start: number, minutes: number): readonly number[] {
  const times: number[] = [];
  for (let at = positive(start, minutes); at < YEAR_MINUTES; at += minutes) times.push(at);
  return times;
}

function days(isOn: (day: number) => boolean, times: readonly number[]): readonly number[] {
  const found: number[] = [];
  for (let day = 0; day < YEAR_MINUTES / 1440; day++) {
    if (isOn(day)) found.push(...times.map((minute) => day * 1440 + minute));
  }
  return found;
}

/** Minutes of a day: every hour with every minute of the schedule, or the moment at which the trigger began. */
function timesOf(body: JsonObject, start: number): readonly number[] {
  const { hours, minutes } = block(body);
  const own = positive(start, 1440);
  const [atHours, atMinutes] = [listOf(hours).map(Number), listOf(minutes).map(Number)];
  if (atHours.length + atMinutes.length === 0) return [own];
  const allHours = atHours.length > 0 ? atHours : [Math.floor(own / 60)];
  const allMinutes = atMinutes.length > 0 ? atMinutes : [own % 60];
  return allHours.flatMap((hour) => allMinutes.map((minute) => hour * 60 + minute));
}

function block(body: JsonObject): JsonObject {
  const value = body['schedule'];
  const one = isJsonArray(value) ? value[0] : value;
  return isJsonObject(one) ? one : {};
}

function listOf(value: Json | undefined): readonly Json[] {
  return isJsonArray(value) ? value : [];
}

function positive(value: number, modulus: number): number {
  return ((value % modulus) + modulus) % modulus;
}

/** A span of minutes, end excluded. */
export type Span = readonly [from: number, until: number];

/** Minutes that at least one span covers: what overlaps counts once. Spans are cut at the end of the year. */
export function covered(spans: readonly Span[]): number {
  const sorted = [...spans].sort(([one], [other]) => one - other);
  let [total, end] = [0, 0];
  for (const [from, until] of sorted) {
    const last = Math.min(until, YEAR_MINUTES);
    if (last > end) {
      total += last - Math.max(from, end);
      end = last;
    }
  }
  return total;
}

/** Minutes of the year as hours of a month of `hoursPerMonth`. */
export function monthly(minutes: number, hoursPerMonth: number): number {
  return (minutes / YEAR_MINUTES) * hoursPerMonth;
}
