import { LAYERS, type Layer, type TableName } from '../contracts/contract';
import type { LakeData, QualityResult, TableRun } from '../delivery/lake-data';
import { secondsAtWork } from '../finops/actuals/work';

/** The ledger knows runs that did something; a run that found nothing new leaves no trace. */
export interface RunSummary {
  readonly runId: string;
  readonly releaseId: string;
  readonly startedAt: string;
  readonly tables: readonly TableRun[];
  /** While any table was at work. Tables share the cores, so what they did side by side counts once. */
  readonly seconds: number;
}

/** Runs, oldest first. */
export function runsOf({ runs }: LakeData): readonly RunSummary[] {
  const ids = [...new Set(runs.map(({ runId }) => runId))];
  return ids
    .map((runId) => {
      const tables = runs.filter((run) => run.runId === runId);
      const startedAt = tables.map((run) => run.startedAt).sort()[0] ?? '';
      return {
        runId,
        releaseId: tables[0]?.releaseId ?? '',
        startedAt,
        tables,
        seconds: secondsAtWork(tables),
      };
    })
    .sort((one, other) => (one.startedAt < other.startedAt ? -1 : one.startedAt > other.startedAt ? 1 : 0));
}

/** A table's part of its run's time: what ran side by side shared the cores, and together counts once. */
export function sharedSeconds({ tables, seconds }: RunSummary, table: Pick<TableRun, 'seconds'>): number {
  const sum = tables.reduce((total, run) => total + run.seconds, 0);
  return sum > seconds ? (table.seconds * seconds) / sum : table.seconds;
}

/** A table's runs, oldest first. */
export function historyOf(lake: LakeData, table: TableName): readonly TableRun[] {
  return lake.runs
    .filter((run) => run.table === table)
    .sort((one, other) => (one.startedAt < other.startedAt ? -1 : one.startedAt > other.startedAt ? 1 : 0));
}

/** Results of the last run in which a table was checked. */
export function latestQuality(lake: LakeData, table: TableName): readonly QualityResult[] {
  const results = lake.quality.filter((result) => result.table === table);
  const last = results
    .map(({ checkedAt }) => checkedAt)
    .sort()
    .at(-1);
  const runId = results.find(({ checkedAt }) => checkedAt === last)?.runId;
  return results.filter((result) => result.runId === runId);
}

/** Hours from delivery to commit of a table's last news; undefined when the ledger does not know. */
export function latestFreshness(lake: LakeData, table: TableName): number | undefined {
  const known = lake.quality.filter((result) => result.table === table && result.kind === 'freshness');
  return known.sort((one, other) => Date.parse(one.checkedAt) - Date.parse(other.checkedAt)).at(-1)?.value ?? undefined;
}

export function secondsByLayer({ tables }: RunSummary): ReadonlyMap<Layer, number> {
  return new Map(
    LAYERS.flatMap((layer) => {
      const runs = tables.filter((run) => run.layer === layer);
      return runs.length === 0 ? [] : [[layer, secondsAtWork(runs)]];
    }),
  );
}
