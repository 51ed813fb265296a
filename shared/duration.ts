import type { Json } from './json';

const ISO = /^P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?)?$/;

/** Minutes of an ISO 8601 duration in days, hours and minutes; undefined for anything else. */
export function minutesOf(duration: Json): number | undefined {
  const match = typeof duration === 'string' && duration !== 'P' ? ISO.exec(duration) : null;
  if (!match) return undefined;
  const [days, hours, minutes] = match.slice(1).map((part) => Number(part ?? 0));
  return (days ?? 0) * 1440 + (hours ?? 0) * 60 + (minutes ?? 0);
}
