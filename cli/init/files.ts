/** The files of a new project: templates, and the shipped lake's own files as a team would write them. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pairOf } from '../../azure/region-pairs';
import type { ProjectOptions } from './options';

/** Path in the project to content. */
export type ProjectFiles = ReadonlyMap<string, string>;

interface PackageFile {
  readonly version: string;
  readonly dependencies: Readonly<Record<string, string>>;
  readonly devDependencies: Readonly<Record<string, string>>;
}

/** Tools of a project, in the versions with which the package was tested. */
const TOOLS = ['@types/jest', '@types/node', 'cdktf-cli', 'jest', 'ts-jest', 'ts-node', 'typescript'];
/** Of the package's own dependencies, those that a project names too: it writes constructs of its own with them. */
const SHARED = ['cdktf', 'constructs', '@cdktf/provider-azurerm'];

/**
 * @param engine folder of the package
 * @param spec where npm finds the package: a version, a tarball
 */
export function projectFiles(engine: string, options: ProjectOptions, spec: string): ProjectFiles {
  const own = JSON.parse(readFileSync(join(engine, 'package.json'), 'utf8')) as PackageFile;
  return new Map([
    ['package.json', packageJson(own, options, spec)],
    ...templates(engine, options),
    ...environments(engine, options),
    ...lake(engine, options),
  ]);
}

function packageJson(own: PackageFile, { name, sample }: ProjectOptions, spec: string): string {
  const pick = (names: readonly string[], from: Readonly<Record<string, string>>) =>
    Object.fromEntries(names.map((one) => [one, from[one] ?? '']));
  return `${JSON.stringify(
    {
      name,
      version: '0.1.0',
      private: true,
      // What the files of this project were written for, and the data that `npm start` brings.
      medallion: { version: own.version, sample },
      scripts: {
        start: 'medallion start',
        test: 'jest',
        typecheck: 'tsc -p tsconfig.json',
        synth: 'cdktf synth',
        deploy: 'medallion deploy',
      },
      dependencies: { ...pick(SHARED, own.dependencies), medallion: spec },
      devDependencies: pick(TOOLS, own.devDependencies),
      engines: { node: '>=20.19' },
    },
    null,
    2,
  )}\n`;
}

function templates(engine: string, { name, pipeline }: ProjectOptions): ProjectFiles {
  const folder = join(engine, 'templates', 'project');
  const wanted = (path: string): boolean =>
    path.startsWith('_github/')
      ? pipeline === 'github'
      : path !== '_azure-pipelines.yml' || pipeline === 'azure-devops';
  // npm leaves out files whose names begin with a dot: here they begin with a line.
  return new Map(
    [...filesBelow(folder)]
      .filter(([path]) => wanted(path))
      .map(([path, text]) => [
        path.replace(/^_(?!_)/, '.').replace(/^\.azure-p/, 'azure-p'),
        text.replaceAll('{{name}}', name),
      ]),
  );
}

/** The three environments that ship, by the package's names instead of paths into it. */
function environments(engine: string, { name, region, sample }: ProjectOptions): ProjectFiles {
  const folder = join(engine, 'environments');
  const files = ['dev.ts', 'staging.ts', 'prod.ts', 'example-identities.ts', 'index.ts'];
  return new Map(
    files.map((file) => {
      const text = readFileSync(join(folder, file), 'utf8')
        .replaceAll(/from '\.\/(?:settings\/[\w-]+|recovery|usage|workload-profile)'/g, "from 'medallion/environments'")
        .replaceAll("location: 'eastus'", `location: '${region}'`)
        .replaceAll("region: 'westus'", `region: '${pairOf(region) ?? region}'`)
        .replaceAll('medallion-retail/', `medallion-${name}/`);
      return [
        `environments/${file}`,
        sample === 'retail' ? text : text.replaceAll(LANDED, 'landedGbPerDay: { crm_leads: 0.01 }'),
      ];
    }),
  );
}

/** Figures of the retail tables in `usage`, whatever their number. */
const LANDED = /landedGbPerDay: \{[\s\S]*?\n {6}\}/g;

function lake(engine: string, { sample }: ProjectOptions): ProjectFiles {
  const [contracts, sql] =
    sample === 'retail'
      ? [join('contracts', 'tables'), join('pipelines', 'sql')]
      : [join('examples', 'crm-leads', 'contracts'), join('examples', 'crm-leads', 'sql')];
  const SCHEMA = /^(# yaml-language-server: \$schema=).*$/m;
  const schema = '../../../node_modules/medallion/contracts/schema/odcs-3.1.0.schema.json';
  return new Map([
    ...[...filesBelow(join(engine, contracts))].map(
      ([path, text]) => [`contracts/tables/${path}`, text.replace(SCHEMA, `$1${schema}`)] as const,
    ),
    ...[...filesBelow(join(engine, sql))].map(([path, text]) => [`pipelines/sql/${path}`, text] as const),
    ...(sample === 'crm' ? [['raw_data.json', rawData(engine)] as const] : []),
  ]);
}

function rawData(engine: string): string {
  return readFileSync(join(engine, 'examples', 'crm-leads', 'raw_data.json'), 'utf8');
}

function filesBelow(folder: string): ReadonlyMap<string, string> {
  if (!existsSync(folder)) throw new Error(`${folder} is missing from the package`);
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return new Map(
    entries
      .map((entry) => join(entry.parentPath, entry.name))
      .sort()
      .map((file) => [file.slice(folder.length + 1).replaceAll('\\', '/'), readFileSync(file, 'utf8')]),
  );
}
