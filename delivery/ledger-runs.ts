import type { TableRun } from './lake-data';
import type { RunRecord } from './target';

/** The runs that a ledger tells of, newest first; a run is as good as its worst table. */
export function runsOfLedger(rows: readonly TableRun[], limit: number): readonly RunRecord[] {
  const ids = [...new Set(rows.map(({ runId }) => runId))];
  return ids
    .flatMap((id) => recordOf(rows.filter(({ runId }) => runId === id)))
    .sort((one, other) => other.startedAt.localeCompare(one.startedAt))
    .slice(0, limit);
}

function recordOf(tables: readonly TableRun[]): readonly RunRecord[] {
  const [first] = tables;
  if (first === undefined) return [];
  const failures = tables.filter(({ status }) => status === 'failed').map(({ table }) => `${table} failed`);
  const begun = Math.min(...tables.map(({ startedAt }) => Date.parse(startedAt)));
  const ended = Math.max(...tables.map(({ startedAt, seconds }) => Date.parse(startedAt) + seconds * 1000));
  const record: RunRecord = {
    runId: first.runId,
    release: first.releaseId,
    status: failures.length > 0 ? 'failed' : 'succeeded',
    startedAt: new Date(begun).toISOString(),
    seconds: (ended - begun) / 1000,
    failures,
  };
  return [record];
}
