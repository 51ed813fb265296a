import { availableParallelism } from 'node:os';
import type { LakeData } from '../delivery/lake-data';
import type { TableOutcome } from '../delivery/run-events';
import type { RunResult } from '../delivery/target';
import { loadPriceSheet } from '../finops/load-price-sheet';
import { runsOf } from '../report/latest';
import { costOfWork, priceNote, type SparkPrice } from '../report/run-cost';
import type { CliContext } from './context';
import { type PrintedColumn, count, fixed, renderTable } from './output';

const BYTES_PER_MEGABYTE = 1e6;

/** What is printed of a table after a run, and given out as JSON. */
export interface TableLine extends TableOutcome {
  /** In the table now; null before it was written. */
  readonly rows: number | null;
  /** Null where nothing was read, or too fast to tell. */
  readonly megabytesPerSecond: number | null;
  /** Seconds of all cores: what ran side by side counts once. */
  readonly sharedSeconds: number;
  readonly synapseUsd: string;
}

/** Prices of the region of the first environment, the development lake, for which local work stands. */
export function localPrice({ lakeEnvironments }: Pick<CliContext, 'lakeEnvironments'>): SparkPrice {
  const [first] = lakeEnvironments().environments;
  if (first === undefined) throw new Error('a lake has an environment');
  return { cores: availableParallelism(), sheet: loadPriceSheet(first.location) };
}

export function tableLines(result: RunResult, lake: LakeData | undefined, price: SparkPrice): readonly TableLine[] {
  const recorded = lake === undefined ? undefined : runsOf(lake).find(({ runId }) => runId === result.runId);
  const work = result.tables.reduce((sum, { seconds }) => sum + seconds, 0);
  const clock = Math.min(work, recorded?.seconds ?? result.seconds);
  // Tables that ran side by side shared the cores: together they cost no more than the run.
  const share = work === 0 ? 1 : clock / work;
  return result.tables.map((outcome) => ({
    ...outcome,
    sharedSeconds: outcome.seconds * share,
    rows: lake?.tables.find(({ name }) => name === outcome.table)?.rows ?? null,
    megabytesPerSecond:
      outcome.bytesIn > 0 && outcome.seconds > 0 ? outcome.bytesIn / BYTES_PER_MEGABYTE / outcome.seconds : null,
    synapseUsd: costOfWork(outcome.seconds * share, price).usd,
  }));
}

export function renderTableLines(lines: readonly TableLine[], price: SparkPrice): string {
  const table = renderTable([...COLUMNS], lines);
  const problems = lines.flatMap(({ table: name, error }) =>
    error === null ? [] : [`${name}: ${error.message}\n  remedy: ${error.remedy}\n`],
  );
  const work = lines.reduce((sum, { sharedSeconds }) => sum + sharedSeconds, 0);
  const usd = lines.reduce((sum, { synapseUsd }) => sum + Number(synapseUsd), 0);
  const total = `Total: ${fixed(work)} s of work, $${usd.toFixed(4)} as if on Synapse.`;
  return `${table}\n${problems.join('')}${total}\n${priceNote(price)}\n`;
}

/** A table that did nothing has nothing to count: its rows are what stands. */
const shownCount = (line: TableLine, value: number): string =>
  line.status === 'succeeded' || line.status === 'failed' ? count(value) : '-';

const COLUMNS: readonly PrintedColumn<TableLine>[] = [
  { title: 'table', value: ({ table }) => table },
  { title: 'status', value: ({ status }) => status },
  { title: 'rows', align: 'right', value: ({ rows }) => (rows === null ? '-' : count(rows)) },
  { title: 'rows in', align: 'right', value: (line) => shownCount(line, line.rowsIn) },
  { title: 'accepted', align: 'right', value: (line) => shownCount(line, line.accepted) },
  { title: 'quarantined', align: 'right', value: (line) => shownCount(line, line.quarantined) },
  { title: 'rescued', align: 'right', value: (line) => shownCount(line, line.rescued) },
  { title: 'seconds', align: 'right', value: ({ seconds }) => fixed(seconds) },
  {
    title: 'MB/s',
    align: 'right',
    value: ({ megabytesPerSecond }) => (megabytesPerSecond === null ? '-' : fixed(megabytesPerSecond)),
  },
  { title: 'Synapse USD', align: 'right', value: ({ synapseUsd }) => Number(synapseUsd).toFixed(4) },
];
