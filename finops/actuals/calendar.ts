/** Months and days as bills name them: `YYYY-MM` and `YYYY-MM-DD`, in UTC. */

const MS_PER_DAY = 86_400_000;

export function daysIn(month: string): number {
  const [year = 0, number = 1] = month.split('-').map(Number);
  return new Date(Date.UTC(year, number, 0)).getUTCDate();
}

export function previousMonth(month: string): string {
  return monthsLater(month, -1);
}

export function nextMonth(month: string): string {
  return monthsLater(month, 1);
}

function monthsLater(month: string, count: number): string {
  const [year = 0, number = 1] = month.split('-').map(Number);
  return new Date(Date.UTC(year, number - 1 + count, 1)).toISOString().slice(0, 'YYYY-MM'.length);
}

/** Whether charges reach the month's last day. */
export function isWhole(month: string, lastDay: string): boolean {
  return lastDay >= `${month}-${String(daysIn(month)).padStart(2, '0')}`;
}

export function nextDay(day: string): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + MS_PER_DAY).toISOString().slice(0, day.length);
}

/** Every day from the first to the last, both included. */
export function daysBetween(first: string, last: string): readonly string[] {
  const days: string[] = [];
  for (let day = first; day <= last; day = nextDay(day)) days.push(day);
  return days;
}

export function isWeekend(day: string): boolean {
  const number = new Date(`${day}T00:00:00Z`).getUTCDay();
  return number === 0 || number === 6;
}
