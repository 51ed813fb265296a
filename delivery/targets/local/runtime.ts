import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { UserError } from '../../../shared/errors';

/** What set-up installed: the interpreter that has Spark, and the Delta jars. */
export interface LocalRuntime {
  readonly python: string;
  readonly jars: readonly string[];
}

const REMEDY = 'Run `npm run setup`; `npx medallion doctor` says what the machine lacks.';

/** @throws UserError when set-up is not complete */
export function localRuntime(repository: string): LocalRuntime {
  const setup = join(repository, '.medallion');
  const python =
    process.platform === 'win32' ? join(setup, 'venv', 'Scripts', 'python.exe') : join(setup, 'venv', 'bin', 'python');
  if (!existsSync(python))
    throw new UserError('set-up-incomplete', `the Python environment '${python}' does not exist`, REMEDY);
  const folder = join(setup, 'jars');
  const jars = existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith('.jar')) : [];
  if (jars.length === 0) throw new UserError('set-up-incomplete', `there are no Delta jars in '${folder}'`, REMEDY);
  return { python, jars: jars.sort().map((name) => join(folder, name)) };
}
