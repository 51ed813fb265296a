/**
 * Names on which infrastructure and deliveries agree: what lies in the container of releases, and what the pipeline calls.
 * The stacks write them into Data Factory, the command line puts the files there.
 */
import type { Layer, TableName } from './contract';

/** Blob that says which release is active; `promote` moves it, every pipeline run reads it first. */
export const POINTER_BLOB = 'current.json';

/** Beside the releases, written from the stack's output: what every job of the environment reads. */
export const BINDING_FILE = 'binding.json';

/** The same for a run that reads and writes one tenant alone, from the stack's output `tenant-bindings`. */
export function tenantBindingFile(tenant: string): string {
  return `binding-${tenant}.json`;
}

/** Entry file of each layer inside a release: `--release <uri> --binding <uri> --tables <name>`. */
export const JOB_FILES: Readonly<Record<Layer, string>> = {
  bronze: 'jobs/bronze_ingestion.py',
  silver: 'jobs/silver_transformation.py',
  gold: 'jobs/gold_aggregation.py',
};

/** Entry file of several tables, of any layers, in one Spark application: `--release <uri> --binding <uri> [--tables | --layers]`. */
export const RUN_JOB_FILE = 'jobs/medallion_run.py';

/** Entry file of compaction and vacuum: `--release <uri> --binding <uri> --tables <names>`; no name means every table. */
export const OPTIMIZER_JOB_FILE = 'jobs/delta_optimizer.py';

/** Entry file for every other module of the engine: `--module <name> --release <uri> --binding <uri> ...`. */
export const ENGINE_JOB_FILE = 'jobs/engine_job.py';

/** Module behind {@link ENGINE_JOB_FILE} that forgets a person. */
export const ERASURE_MODULE = 'medallion.erasure';

/** Below the container `system`: one file a request, the only place that says whom it is about. */
export const ERASURE_REQUESTS = 'erasures/requests';

/** Spark job definition that the pipeline starts; the file it runs is taken from the release, at run time. */
export const TABLE_JOB = 'medallion-table';

/** Activity that reads the pointer and hands the release to all others. */
export const RESOLVE_RELEASE = 'ResolveRelease';

/** `silver.users_enriched` as the name of an activity, which takes no dots. */
export function activityName(table: TableName): string {
  return table.replace('.', '_');
}
