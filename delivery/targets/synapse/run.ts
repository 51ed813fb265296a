import type { ActivityRun } from '@azure/arm-datafactory';
import { UserError } from '../../../shared/errors';
import { counted } from '../../../shared/plural';
import type { Layer, TableName } from '../../../contracts/contract';
import type { Manifest } from '../../../contracts/manifest';
import { activityName, BINDING_FILE, JOB_FILES } from '../../../contracts/release-layout';
import type { TableOutcome, TableStatus } from '../../run-events';
import type { RunRequest, RunResult } from '../../target';
import { toldOutcomes } from './run-outcome';
import type { SynapseConnection } from './connection';
import { describeFailure, PipelineRuns, releaseOf, runStatus } from './data-factory';
import { SparkBatches } from './livy';

const LAYERS: readonly Layer[] = ['bronze', 'silver', 'gold'];
/** Enough for a layer of small tables; dynamic allocation gives more where the pool has more. */
const BATCH_SIZE = { executorSize: 'Small', executors: 2 } as const;

/** All tables with the active release: the pipeline does that, as it does on its schedule. */
export async function runPipeline(
  connection: SynapseConnection,
  manifest: Manifest,
  { release, onEvent, onLog }: RunRequest,
): Promise<RunResult> {
  const runs = new PipelineRuns(connection);
  const names = new Map(manifest.tables.map(({ name }) => [activityName(name), name]));
  const runId = await runs.start();
  onEvent({ event: 'run.started', runId, releaseId: release, tables: [...names.values()] });
  const told = new Map<TableName, TableOutcome>();
  let resolved: string | null = null;
  let failures: readonly ActivityRun[] = [];
  const run = await runs.follow(runId, (activities) => {
    resolved = releaseOf(activities) ?? resolved;
    failures = activities.filter(({ activityName, status }) => status === 'Failed' && !names.has(activityName ?? ''));
    const outcomes = activities.flatMap((activity) => outcomesOf(activity, runId, names));
    for (const outcome of outcomes) {
      if (told.has(outcome.table)) continue;
      told.set(outcome.table, outcome);
      onEvent({ event: 'table.finished', ...outcome });
    }
  });
  for (const failure of failures) onLog(describeFailure(failure));
  const untold = manifest.tables.filter(({ name }) => !told.has(name));
  if (untold.length > 0) onLog(`${counted(untold.length, 'table')} of the release left no word of how it ended`);
  if (resolved !== null && resolved !== release) onLog(`the run took release ${String(resolved)}, promoted meanwhile`);
  const status = runStatus(run.status) === 'succeeded' ? 'succeeded' : 'failed';
  const seconds = (run.durationInMs ?? 0) / 1000;
  onEvent({ event: 'run.finished', runId, status, seconds });
  return { runId, release: resolved ?? release, status, seconds, tables: [...told.values()] };
}

/** What an activity says of tables: the job of one table by its end, a look at the figures by what the engine left in them. */
function outcomesOf(
  activity: ActivityRun,
  runId: string,
  names: ReadonlyMap<string, TableName>,
): readonly TableOutcome[] {
  const table = names.get(activity.activityName ?? '');
  const status = tableStatus(activity.status);
  if (table !== undefined && status !== undefined) {
    const error = status === 'failed' ? problem('activity-failed', describeFailure(activity)) : null;
    return [{ ...UNCOUNTED, table, status, seconds: (activity.durationInMs ?? 0) / 1000, error }];
  }
  return toldOutcomes(activity.output, runId).map(({ code, ...told }) => ({
    ...told,
    error: code === '' ? null : problem(code, `${told.table} ended with ${code}`),
  }));
}

/** Some tables, or a release that is not the active one: one Spark batch a layer, each after the one before. */
export async function runBatches(
  connection: SynapseConnection,
  manifest: Manifest,
  { release, tables, onEvent, onLog }: RunRequest,
): Promise<RunResult> {
  const { delivery, environment } = connection.outputs;
  const wanted = manifest.tables.filter(({ name }) => tables === undefined || tables.includes(name));
  const batches = new SparkBatches(connection, delivery.pipelinePool);
  const outcomes: TableOutcome[] = [];
  const begun = Date.now();
  const runId = `${release}-${begun.toString(36)}`;
  onEvent({ event: 'run.started', runId, releaseId: release, tables: wanted.map(({ name }) => name) });
  for (const layer of LAYERS) {
    const names = wanted.filter((table) => table.layer === layer).map(({ name }) => name);
    if (names.length === 0) continue;
    const blocked = outcomes.some(({ status }) => status !== 'succeeded');
    const started = Date.now();
    for (const table of blocked ? [] : names) onEvent({ event: 'table.started', table });
    const end = blocked ? undefined : await runLayer(batches, connection, layer, names, release);
    const status = end === undefined ? 'blocked' : end.succeeded ? 'succeeded' : 'failed';
    const error =
      status === 'failed'
        ? problem('batch-failed', `the ${layer} batch failed: ${end?.errors.join('; ') ?? ''}`)
        : null;
    for (const table of names) {
      const outcome: TableOutcome = { ...UNCOUNTED, table, status, seconds: (Date.now() - started) / 1000, error };
      outcomes.push(outcome);
      onEvent({ event: 'table.finished', ...outcome });
    }
    onLog(`${layer} of ${environment}: ${status}`);
  }
  const status = outcomes.every((outcome) => outcome.status === 'succeeded') ? 'succeeded' : 'failed';
  const seconds = (Date.now() - begun) / 1000;
  onEvent({ event: 'run.finished', runId, status, seconds });
  return { runId, release, status, seconds, tables: outcomes };
}

async function runLayer(
  batches: SparkBatches,
  { outputs }: SynapseConnection,
  layer: Layer,
  tables: readonly TableName[],
  release: string,
): ReturnType<SparkBatches['follow']> {
  const { releases } = outputs.delivery;
  const folder = `${releases}/${release}`;
  const name = `medallion-${layer}-${release}`;
  const id = await batches.submit({
    ...BATCH_SIZE,
    name,
    file: `${folder}/${JOB_FILES[layer]}`,
    args: ['--release', folder, '--binding', `${releases}/${BINDING_FILE}`, '--tables', tables.join(',')],
    tags: { release, layer },
  });
  return batches.follow(id, name);
}

/** What the services do not tell; the ledger does. */
const UNCOUNTED = { rowsIn: 0, accepted: 0, quarantined: 0, rescued: 0, bytesIn: 0, version: 0 } as const;

function tableStatus(status: string | undefined): TableStatus | undefined {
  if (status === 'Succeeded') return 'succeeded';
  if (status === 'Failed' || status === 'TimedOut' || status === 'Cancelled') return 'failed';
  return status === 'Skipped' ? 'blocked' : undefined;
}

function problem(code: string, message: string): NonNullable<TableOutcome['error']> {
  return { code, message, remedy: 'Open the run in Synapse Studio, Monitor; then run again: nothing is read twice.' };
}

/** @throws UserError when a table is asked for that the release does not have */
export function requireTables(manifest: Manifest, tables: readonly TableName[] | undefined): void {
  const strangers = (tables ?? []).filter((table) => !manifest.tables.some(({ name }) => name === table));
  if (strangers.length === 0) return;
  throw new UserError(
    'unknown-table',
    `the release has no table ${strangers.join(', ')}`,
    `Use one of: ${manifest.tables.map(({ name }) => name).join(', ')}.`,
  );
}
