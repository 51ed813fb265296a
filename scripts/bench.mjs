/** Runs a Spark benchmark of bench/pipelines over the lake of MEDALLION_HOME. */
import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { root, setupHome, venvPython } from '../setup/paths.mjs';

const [name = '', ...args] = process.argv.slice(2);
const jars = join(setupHome, 'jars');
const home = process.env.MEDALLION_HOME ?? join(root, '.lakehouse');
const { status } = spawnSync(venvPython, [join(root, 'bench', 'pipelines', `${name}.py`), '--home', home, ...args], {
  cwd: root,
  stdio: 'inherit',
  env: {
    ...process.env,
    PYTHONPATH: join(root, 'pipelines', 'src'),
    MEDALLION_JARS: readdirSync(jars)
      .map((file) => join(jars, file))
      .join(','),
  },
});
process.exitCode = status ?? 1;
