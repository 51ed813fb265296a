/** Runs the Python of the virtual environment with the given arguments, so that npm scripts need no path of their own. */
import { spawnSync } from 'node:child_process';
import { root, venvPython } from '../setup/paths.mjs';

const { status, error } = spawnSync(venvPython, process.argv.slice(2), { cwd: root, stdio: 'inherit' });
if (error) process.stderr.write(`error: ${error.message}\nremedy: Run \`npx medallion setup\`.\n`);
process.exitCode = status ?? 1;
