import { existsSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';

/** The folder above this file that holds package.json: sources and compiled output lie at different depths. */
export function repositoryRoot(from: string = __dirname): string {
  const above = dirname(from);
  return existsSync(join(from, 'package.json')) || above === from ? from : repositoryRoot(above);
}

/** Where the local lake lies. @default - `.lakehouse` in the repository, ignored by version control */
export function lakeHome(repository: string, environment: Readonly<Record<string, string | undefined>>): string {
  const named = environment['MEDALLION_HOME'];
  return named === undefined || named === '' ? join(repository, '.lakehouse') : resolve(named);
}
