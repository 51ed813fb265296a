import { counted } from '../../shared/plural';
import type { Estimate } from '../estimate';
import type { Forecast } from './forecast';
import type { Idle } from './idle';
import { dedicatedQueries, type MonthOfQueries } from './queries';
import type { Spend } from './spend';
import type { MonthOfWork, TableWork } from './work';

export interface Known {
  readonly ledger: readonly TableWork[] | undefined;
  readonly queries: MonthOfQueries | undefined;
  readonly estimate: Estimate | undefined;
  readonly spend: Spend;
  readonly work: MonthOfWork | undefined;
  readonly idle: readonly Idle[];
  readonly forecast: Forecast | null;
}

/** What a report cannot tell, each with the reason: none of it is counted as nothing. */
export function notMeasured({
  ledger,
  queries,
  estimate,
  spend: { openDays, previous },
  work,
  idle,
  forecast,
}: Known): readonly string[] {
  return [
    ...(openDays > 0
      ? [`${counted(openDays, 'day')} of the month ${openDays === 1 ? 'is' : 'are'} not billed yet`]
      : []),
    ...(previous === null ? ['the month before: its bill is not imported'] : []),
    ...(forecast === null ? ['a forecast: fewer than five days are billed whole'] : []),
    ...(ledger === undefined ? ['work of tables: the ledger of this lake cannot be read from here'] : []),
    ...(ledger !== undefined && work === undefined ? ['work of tables: the ledger has no run of this month'] : []),
    ...(queries === undefined ? ['queries: none of this month are recorded'] : []),
    ...(estimate === undefined ? ['the estimate: run `npx cdktf synth` first'] : []),
    ...idle
      .filter(({ leastIdleUsd }) => leastIdleUsd === null)
      .map(({ resource, how }) => `idle time of ${resource}: ${how}`),
    ...(dedicatedQueries(queries)?.gb === 0
      ? [
          'what queries of the dedicated pool read: its request log has no bytes, so that serverless SQL is not compared',
        ]
      : []),
    ...(work === undefined
      ? []
      : ['runs that found nothing new: they leave no trace in the ledger, so that what they cost counts as idle']),
    'use of memory and processors inside a pool: the ledger has no figures of executors, so that node sizes are not judged',
  ];
}
