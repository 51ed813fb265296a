import { runActive } from '../delivery/run';
import type { RunEvent, TableOutcome } from '../delivery/run-events';
import type { RunResult, Target } from '../delivery/target';
import { count, fixed } from './output';
import type { Phase } from './progress';

/** Runs the active release, saying which table is worked on and what each one did. */
export async function runWithProgress(
  target: Target,
  tables: readonly string[] | undefined,
  { status, line }: Phase,
): Promise<RunResult> {
  let planned = 0;
  let ended = 0;
  const onEvent = (event: RunEvent): void => {
    if (event.event === 'run.started') planned = event.tables.length;
    if (event.event === 'table.started') status(`table ${ended + 1} of ${planned}: ${event.table}`);
    if (event.event === 'run.finished') status('closing Spark');
    if (event.event === 'table.finished') {
      ended += 1;
      line(`      ${describe(event)}`);
    }
  };
  status('starting Spark');
  return runActive(target, tables, {
    onEvent,
    onLog: (text) => {
      line(`      ${text}`);
    },
  });
}

export function describeRun({ status, tables, seconds }: RunResult): string {
  const of = (wanted: TableOutcome['status']): number => tables.filter((table) => table.status === wanted).length;
  const parts = (['succeeded', 'unchanged', 'failed', 'blocked'] as const).filter((wanted) => of(wanted) > 0);
  return `${status}, ${parts.map((wanted) => `${of(wanted)} ${wanted}`).join(', ')}, ${fixed(seconds)} s in the engine`;
}

function describe({ table, status, accepted, quarantined, seconds }: TableOutcome): string {
  const rows = status === 'succeeded' ? `, ${count(accepted)} rows accepted, ${count(quarantined)} quarantined` : '';
  return `${table}: ${status}${rows}, ${fixed(seconds)} s`;
}
