/** What a contract's `slaProperties` promise, in the units that the rest of the system counts in. */
import { suggest } from '../shared/suggest';
import type { ContractDocument } from './document';
import type { OdcsContract } from './odcs';

const DAYS: Readonly<Record<string, number>> = { d: 1, day: 1, days: 1, y: 365, yr: 365, year: 365, years: 365 };
const MINUTE = 1 / 60;
const HOURS: Readonly<Record<string, number>> = {
  m: MINUTE,
  min: MINUTE,
  minute: MINUTE,
  minutes: MINUTE,
  h: 1,
  hr: 1,
  hour: 1,
  hours: 1,
  d: 24,
  day: 24,
  days: 24,
};

/** Levels that somebody may promise and no job can keep: the reason each is refused, before the remedy. */
const ELSEWHERE: Readonly<Record<string, string>> = {
  frequency: 'Remove it, and set the schedule in the environment',
  timeOfAvailability: 'Remove it, and set the schedule in the environment',
  availability: 'Remove it, and set the target in the environment',
  throughput: 'Remove it',
  errorRate: 'Remove it, and give rules a limit',
  timeToDetect: 'Remove it; alerts are settings of the environment',
  timeToNotify: 'Remove it; alerts are settings of the environment',
  timeToRepair: 'Remove it',
  generalAvailability: 'Remove it; status says what may be read',
  endOfSupport: 'Remove it; description says what may be read',
  endOfLife: 'Remove it; description says what may be read',
};

export interface ServiceLevels {
  readonly retentionDays?: number;
  /** The column that says how old a row is. */
  readonly retentionBy?: string;
  readonly latencyHours?: number;
}

export function readServiceLevels({ slaProperties = [] }: OdcsContract, document: ContractDocument): ServiceLevels {
  const levels: { retentionDays?: number; retentionBy?: string; latencyHours?: number } = {};
  slaProperties.forEach(({ property, value, unit = '', element }, position) => {
    const path = ['slaProperties', position];
    const units = property === 'retention' ? DAYS : HOURS;
    if (property !== 'retention' && property !== 'latency') {
      const remedy = ELSEWHERE[property] ?? suggest(property, ['retention', 'latency']);
      document.report(
        'service-level-unknown',
        [...path, 'property'],
        `the service level '${property}' has no effect`,
        remedy,
      );
      return;
    }
    const name = property === 'retention' ? 'retentionDays' : 'latencyHours';
    if (levels[name] !== undefined)
      document.report('duplicate-key', path, `${property} stands twice`, 'Keep one of them');
    const factor = Object.hasOwn(units, unit) ? units[unit] : undefined;
    const number = typeof value === 'number' && value > 0 && factor !== undefined ? value * factor : undefined;
    if (number === undefined || (property === 'retention' && !Number.isInteger(number))) {
      const allowed = property === 'retention' ? 'd or y, in whole days' : 'm, h or d';
      document.report(
        'duration-invalid',
        [...path, 'value'],
        `${property} is '${`${String(value)} ${unit}`.trim()}'`,
        `Give a number above 0 and the unit ${allowed}`,
      );
      return;
    }
    levels[name] = number;
    if (element === undefined) return;
    if (property === 'retention') {
      // `table.column`, as the standard writes it; a contract has one table.
      levels.retentionBy = element.replace(/^[^.]*[.]/, '');
    } else {
      const what = `latency names the element '${element}'`;
      document.report('field-without-effect', [...path, 'element'], what, 'Remove it: latency is of the whole table');
    }
  });
  return levels;
}
