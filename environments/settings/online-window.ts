/** Days and hours in which a dedicated SQL pool answers, UTC. Outside it is paused, and costs its storage only. */
export interface OnlineWindow {
  readonly days: readonly WeekDay[];
  /** `HH:MM`, UTC, on the hour or not: the moment at which the pool is asked to resume. */
  readonly from: string;
  /** `HH:MM`, UTC, later than `from` on the same day. */
  readonly to: string;
}

export const WEEK_DAYS = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'] as const;
export type WeekDay = (typeof WEEK_DAYS)[number];

const WEEKS_PER_MONTH = 365 / 7 / 12;

/** Minutes after midnight; undefined for what is no `HH:MM` of a day. */
export function minutesOfDay(time: string): number | undefined {
  const [, hours, minutes] = /^([01]\d|2[0-3]):([0-5]\d)$/.exec(time) ?? [];
  return hours === undefined || minutes === undefined ? undefined : Number(hours) * 60 + Number(minutes);
}

/** Hours of an average month in which the window is open, so that cost follows the schedule and not a second figure. */
export function monthlyHours({ days, from, to }: OnlineWindow): number {
  const minutes = (minutesOfDay(to) ?? 0) - (minutesOfDay(from) ?? 0);
  return Math.round(((days.length * minutes) / 60) * WEEKS_PER_MONTH);
}
