import { SPARK_VERSION } from '../../../../azure/spark-runtime';
import type { Binding, Manifest, ManifestTable } from '../../../../contracts/manifest';
import { BINDING_FILE, TABLE_JOB, tenantBindingFile } from '../../../../contracts/release-layout';
import { UserError } from '../../../../shared/errors';
import { EXECUTOR_SIZES } from '../../../executor-size';
import { type ReleaseFile, sha256 } from '../../../release';
import { containerAddress } from '../clouds';
import type { EnvironmentOutputs } from '../delivery-output';
import { type Artifact, artifactOf, HASH_LENGTH, shortHash } from './artifact';

/** Entry of the jobs that people start by hand; it takes the active release. */
export const LAUNCHER = 'jobs/active_release.py';
/** T-SQL for the serverless pool, one script a file. */
const SERVERLESS_SQL = /^sql\/serverless\/(.+)\.sql$/;
const ROWS_SHOWN = 100;

export interface ReleaseContents {
  readonly manifest: Manifest;
  readonly files: readonly ReleaseFile[];
  read(file: ReleaseFile): Promise<Uint8Array>;
}

/**
 * What a workspace must hold for a release.
 *
 * Job definitions say nothing of a release: the pipeline hands one over, and a job started by hand takes the active one.
 * What does depend on a release carries its content's hash in its name, so that making it changes nothing for the release
 * that is still active. A change of one table is a change of that table's artifacts alone.
 */
export function desiredArtifacts(
  { manifest, files, read }: ReleaseContents,
  outputs: EnvironmentOutputs,
): readonly Artifact[] {
  const launcher = files.find(({ path }) => path === LAUNCHER);
  if (launcher === undefined) {
    throw new UserError(
      'release-incomplete',
      `the release has no ${LAUNCHER}`,
      'Package and publish the release again with this version.',
    );
  }
  const launcherPath = `launchers/${launcher.sha256.slice(0, NAME_DIGITS)}.py`;
  const { releases, pipelinePool } = outputs.delivery;
  const job = (name: string, description: string, tables: readonly string[]): Artifact =>
    artifactOf('Spark job definition', name, {
      description,
      folder: { name: FOLDER },
      targetBigDataPool: { referenceName: pipelinePool, type: 'BigDataPoolReference' },
      requiredSparkVersion: SPARK_VERSION,
      language: 'python',
      jobProperties: {
        name,
        file: `${releases}/${launcherPath}`,
        args: ['--releases', releases, ...tables.flatMap((table) => ['--tables', table])],
        ...{ jars: [], files: [], conf: {} },
        ...{ driverMemory: SHAPE.memory, driverCores: SHAPE.cores },
        ...{ executorMemory: SHAPE.memory, executorCores: SHAPE.cores, numExecutors: 2 },
      },
    });
  const scripts = files.flatMap((file): readonly Artifact[] => {
    const [, title] = SERVERLESS_SQL.exec(file.path) ?? [];
    if (title === undefined) return [];
    const text = async (): Promise<string> => Buffer.from(await read(file)).toString('utf8');
    return [script(title, `Of ${file.path}.`, 'serverless', file.sha256, text)];
  });
  return [
    bindingFile(BINDING_FILE, outputs.binding),
    ...Object.entries(outputs.tenantBindings).map(([tenant, own]) => bindingFile(tenantBindingFile(tenant), own)),
    { kind: 'file', name: launcherPath, hash: launcher.sha256.slice(0, HASH_LENGTH), content: () => read(launcher) },
    job(TABLE_JOB, 'One table, with the file and the release that the pipeline names.', []),
    ...manifest.tables.map(({ name }) =>
      job(`medallion-${artifactName(name)}`, `Brings ${name} up to date with the active release.`, [name]),
    ),
    ...manifest.tables.filter(({ layer }) => layer === 'gold').map((table) => tableScript(table, outputs)),
    ...scripts,
  ];
}

const FOLDER = 'Medallion';
const NAME_DIGITS = 8;
const SHAPE = EXECUTOR_SIZES.Small;

function bindingFile(name: string, binding: Binding): Artifact {
  const text = Buffer.from(`${JSON.stringify(binding, null, 2)}\n`);
  return { kind: 'file', name, hash: shortHash(text), content: async () => text };
}

/** A look at a gold table without Spark: what analysts begin with. */
function tableScript(table: ManifestTable, outputs: EnvironmentOutputs): Artifact {
  const { name, description, grain } = table;
  const text = [
    ...`${name}: ${description}`.split('\n').map((line) => `-- ${line}`),
    `-- One row per ${grain}.`,
    `SELECT TOP ${ROWS_SHOWN}`,
    ...goldSource(table, outputs),
    '',
  ];
  const query = text.join('\n');
  return script(name, `Looks at ${name}.`, 'gold', sha256(query), async () => query);
}

/** The columns of a gold table and where serverless SQL finds them: lines that follow a SELECT. */
export function goldSource(
  { name, location, columns }: Pick<ManifestTable, 'name' | 'location' | 'columns'>,
  outputs: EnvironmentOutputs,
): readonly string[] {
  const { account, container, cloud } = containerAddress(outputs.binding.containers[location.container]);
  const folder = `https://${account}.dfs.${cloud.storage}/${container}/${location.path}`;
  return [
    columns.map((column) => `  [${column.name}]`).join(',\n'),
    `FROM OPENROWSET(BULK '${folder}', FORMAT = 'DELTA') AS [${name}];`,
  ];
}

function script(
  title: string,
  description: string,
  folder: string,
  digest: string,
  text: () => Promise<string>,
): Artifact {
  const name = `${artifactName(title)}_${digest.slice(0, NAME_DIGITS)}`;
  const properties = {
    description,
    folder: { name: `${FOLDER}/${folder}` },
    type: 'SqlQuery',
    content: {
      query: digest,
      currentConnection: { name: 'master', type: 'SqlOnDemand' },
      metadata: { language: 'sql' },
      resultLimit: 5000,
    },
  };
  return {
    ...artifactOf('SQL script', name, properties),
    content: async () => ({ ...properties, content: { ...properties.content, query: await text() } }),
  };
}

/** Artifacts take no dots and slashes in their names. */
function artifactName(text: string): string {
  return text.replace(/[./]/g, '_');
}
