import { checkMachine } from './requirements.mjs';
import { formatOf, isDone, stepsFor } from './setup.mjs';

/**
 * Prints what the machine has and what set-up has done.
 * @param {string[]} args `--format json` for machines
 * @returns {number} exit code: 1 when something the user must provide is missing
 */
export function doctor(args) {
  const format = formatOf(args);
  const checks = checkMachine();
  const setup = stepsFor('engine').map((step) => ({ name: step.name, ok: isDone(step) }));
  const healthy = checks.every(({ ok }) => ok);
  if (format === 'json') {
    process.stdout.write(`${JSON.stringify({ healthy, checks, setup }, null, 2)}\n`);
    return healthy ? 0 : 1;
  }
  for (const { name, ok, found, required, remedy } of checks) {
    process.stdout.write(`${ok ? 'ok     ' : 'MISSING'}  ${name.padEnd(20)} ${found} (required: ${required})\n`);
    if (!ok) process.stdout.write(`         ${' '.repeat(20)} ${remedy}\n`);
  }
  for (const { name, ok } of setup) {
    process.stdout.write(
      `${ok ? 'ok     ' : 'to do  '}  ${name.padEnd(20)} ${ok ? 'installed' : 'installed by npm start, npm test or npx medallion setup'}\n`,
    );
  }
  return healthy ? 0 : 1;
}
