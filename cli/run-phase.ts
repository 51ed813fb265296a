import { runActive, type RunManner } from '../delivery/run';
import type { RunEvent, TableOutcome } from '../delivery/run-events';
import type { RunResult, DeliveryTarget } from '../delivery/target';
import { counted } from '../shared/plural';
import { count, fixed } from './output';
import type { Phase } from './progress';

/** Runs the active release, saying which table is worked on and what each one did. */
export async function runWithProgress(
  target: DeliveryTarget,
  tables: readonly string[] | undefined,
  { status, line }: Phase,
  how: RunManner = {},
): Promise<RunResult> {
  let planned = 0;
  let ended = 0;
  const working = new Set<string>();
  const onEvent = (event: RunEvent): void => {
    if (event.event === 'run.started') planned = event.tables.length;
    if (event.event === 'table.started') working.add(event.table);
    if (event.event === 'table.started')
      status(`${ended} of ${counted(planned, 'table')}, at ${[...working].join(', ')}`);
    if (event.event === 'run.progress')
      status(`${ended} of ${counted(planned, 'table')}, at ${event.tables.map(atWork).join(', ')}`);
    if (event.event === 'report.started') status('reading from the ledger what the page shows');
    if (event.event === 'run.closing') status('closing Spark');
    if (event.event === 'table.finished') {
      ended += 1;
      working.delete(event.table);
      line(`      ${describe(event)}`);
    }
  };
  status('looking for news');
  const onLog = (text: string): void => {
    // What follows takes seconds: the line says what is waited for.
    if (text.startsWith('starting Spark')) status('starting Spark');
    line(`      ${text}`);
  };
  return runActive(target, tables, { onEvent, onLog }, how);
}

export function describeRun({ status, tables, seconds }: RunResult): string {
  const of = (wanted: TableOutcome['status']): number => tables.filter((table) => table.status === wanted).length;
  const parts = (['succeeded', 'unchanged', 'failed', 'blocked'] as const).filter((wanted) => of(wanted) > 0);
  return `${status}, ${parts.map((wanted) => `${of(wanted)} ${wanted}`).join(', ')}, ${fixed(seconds)} s in the engine`;
}

function atWork({ table, done, tasks }: { table: string; done: number; tasks: number }): string {
  return tasks === 0 ? table : `${table} (${done}/${tasks})`;
}

function describe({ table, status, accepted, quarantined, seconds }: TableOutcome): string {
  const rows =
    status === 'succeeded' ? `, ${counted(accepted, 'row')} accepted, ${count(quarantined)} quarantined` : '';
  return `${table}: ${status}${rows}, ${fixed(seconds)} s`;
}
