import type { TableName } from '../../contracts/contract';
import type { TableGraph } from '../../contracts/graph';
import { JOB_FILES, RESOLVE_RELEASE, RUN_JOB_FILE } from '../../contracts/release-layout';
import type { SessionForm, SessionSize } from '../../environments/settings/sessions';
import type { Activity, Expression } from './activity';
import { expression, fail, policy, readJson, sparkJob, type JobWiring } from './release-activities';
import { layerOf, type Session, sessionsOf } from './sessions';

/** What the activities of the medallion pipeline refer to. */
export interface MedallionWiring extends JobWiring {
  /** Dataset of the figures that the jobs leave beside the ledger. @default - none is read at the end */
  readonly figuresDataset?: string;
}

/** How the tables are divided among Spark applications. */
export interface SessionPlan {
  readonly form: SessionForm;
  /** Tables with an application of their own whatever the form. @default - none */
  readonly alone?: ReadonlySet<TableName>;
  /** Of applications with several tables. @default - that of the Spark job definition */
  readonly size?: SessionSize;
}

/** Name of the pipeline that refreshes the lake. */
export const PIPELINE = 'medallion';

/** Name of the pipeline that refreshes one tenant. */
export function tenantPipelineName(tenant: string): string {
  return `${PIPELINE}-${tenant}`;
}

/** Names of all that runs for one tenant; what of it exists depends on the lake. */
export function pipelinesOfTenant(tenant: string): readonly string[] {
  const jobs = ['maintenance', 'backup', 'restore-drill', 'restore', 'erasure'];
  return [tenantPipelineName(tenant), ...jobs.map((job) => `${job}-${tenant}`)];
}

/** Last step of a run: its output is written to the factory log, which alerts and the workbook query. */
export const READ_FIGURES = 'ReadFigures';
/** The same after a session that failed: the figures say which table it was. */
export const READ_FAILURE = 'ReadFailure';

/** Parameter of the pipeline: tables that alone are refreshed, separated by commas; empty for all. */
export const ONLY = 'only';

/** Twice the slowest target (gold, 30 minutes) with the start of a pool; one repeat is harmless, jobs are idempotent. */
const JOB_POLICY = policy('0.01:30:00', 1, 120);
/** The targets of the three layers together, twice, and the start of a pool. */
const RUN_POLICY = policy('0.02:00:00', 1, 120);

/**
 * The medallion pipeline: resolve the active release once, then the Spark jobs, each after all it reads, and at the end a look
 * at the figures of the ledger.
 *
 * Every job gets the release from the one lookup, so that a promotion in the middle of a run does not mix two releases. A job
 * of several tables fails when one of them does; the figures that it left then name the table in the error of the run.
 */
export function medallionActivities(
  graph: TableGraph,
  wiring: MedallionWiring,
  plan: SessionPlan = { form: 'table' },
): readonly Activity[] {
  const sessions = sessionsOf(graph, plan.form, plan.alone);
  // Those that nothing waits for. Succeeded only: a step after a failed one that then succeeds would turn the run green.
  const last = sessions.filter(({ name }) => !sessions.some(({ after }) => after.includes(name)));
  const { figuresDataset } = wiring;
  return [
    readJson(RESOLVE_RELEASE, wiring.pointerDataset, []),
    ...sessions.map((session) => refresh(session, plan, wiring)),
    ...(figuresDataset === undefined
      ? []
      : [
          readJson(
            READ_FIGURES,
            figuresDataset,
            last.map(({ name }) => name),
          ),
          ...sessions.filter(({ isOfTable }) => !isOfTable).flatMap(({ name }) => nameFailure(name, figuresDataset)),
        ]),
  ];
}

/** Whether a run may be told to refresh some tables only: jobs of several tables have to know. */
export function takesOnly({ form }: SessionPlan): boolean {
  return form !== 'table';
}

function refresh(session: Session, plan: SessionPlan, wiring: MedallionWiring): Activity {
  const { name, tables, layer } = session;
  const after = session.after.length > 0 ? session.after : [RESOLVE_RELEASE];
  const [first] = tables;
  if (session.isOfTable && first !== undefined) {
    const args = ['--tables', first];
    return sparkJob(wiring, { name, file: JOB_FILES[layerOf(first)], args, after, policy: JOB_POLICY });
  }
  return sparkJob(wiring, {
    name,
    file: RUN_JOB_FILE,
    args: [...scopeOf(session, plan), ...RUN_ARGUMENTS],
    after,
    policy: layer === undefined ? RUN_POLICY : JOB_POLICY,
    ...(plan.size === undefined ? {} : { size: plan.size }),
  });
}

/** Tables are named only where they have to be: all of a lake or a layer are those of the release that runs. */
function scopeOf({ isWhole, layer, tables }: Session, { form }: SessionPlan): readonly string[] {
  if (!isWhole) return ['--tables', tables.join(',')];
  return form === 'layer' && layer !== undefined ? ['--layers', layer] : [];
}

/** What a job of several tables leaves with its figures, so that the pipeline recognises its own run. */
const RUN_ARGUMENTS: readonly (string | Expression)[] = [
  ...['--only', expression(`@pipeline().parameters.${ONLY}`)],
  ...['--caller', expression('@pipeline().RunId')],
  ...['--triggered', expression('@pipeline().TriggerTime')],
];

function nameFailure(session: string, figuresDataset: string): readonly Activity[] {
  const suffix = session === 'RefreshLake' ? '' : `_${session}`;
  const read = `${READ_FAILURE}${suffix}`;
  const outcome = `activity('${read}').output.firstRow?.outcome`;
  const message =
    `@if(equals(${outcome}?.caller, pipeline().RunId), concat('failed: ', ${outcome}?.failed), ` +
    `'${session} ended before it recorded anything: see its log in Synapse Studio, Monitor')`;
  return [
    readJson(read, figuresDataset, [session], 'Failed'),
    fail(`NameFailure${suffix}`, [read], message, 'table-failed'),
  ];
}
