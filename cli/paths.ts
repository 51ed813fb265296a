import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';

/** This package: the folder above this file that holds package.json. Sources and compiled output lie at different depths. */
export function packageRoot(from: string = __dirname): string {
  const above = dirname(from);
  return existsSync(join(from, 'package.json')) || above === from ? from : packageRoot(above);
}

export function versionOfPackage(): string {
  return (JSON.parse(readFileSync(join(packageRoot(), 'package.json'), 'utf8')) as { readonly version: string })
    .version;
}

interface PackageFile {
  readonly name?: string;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
}

/**
 * The lake that commands are about: the nearest folder from `from` upwards whose package.json is this package's own or depends
 * on it. `setup/paths.mjs` finds it in the same way, before anything is compiled.
 *
 * @returns undefined where there is none; a clone, though, is a lake wherever it is called from
 */
export function projectRoot(from: string = process.cwd()): string | undefined {
  const found = projectAbove(from);
  if (found !== undefined) return found;
  const own = packageRoot();
  return existsSync(join(own, 'tsconfig.json')) ? own : undefined;
}

function projectAbove(folder: string): string | undefined {
  const file = join(folder, 'package.json');
  if (existsSync(file)) {
    const { name, dependencies, devDependencies } = JSON.parse(readFileSync(file, 'utf8')) as PackageFile;
    if (name === 'medallion' || 'medallion' in { ...dependencies, ...devDependencies }) return folder;
  }
  return dirname(folder) === folder ? undefined : projectAbove(dirname(folder));
}

/** Where the local lake lies. @default - `.lakehouse` in the project, ignored by version control */
export function lakeHome(project: string, environment: Readonly<Record<string, string | undefined>>): string {
  const named = environment['MEDALLION_HOME'];
  return named === undefined || named === '' ? join(project, '.lakehouse') : resolve(named);
}
