/**
 * Mutation testing of the folders with logic: breaks the code in small ways and counts the breaks that no test notices.
 *
 * `npm run mutation` tests every part, `npm run mutation -- review finops` two of them; a part takes from minutes to hours,
 * which is why it runs every night and not with `npm test`; `--sample 10` breaks one declaration of
 * TypeScript in ten, and makes one break of Python in ten. Prints the score of each part: killed and timed-out mutants by
 * all that tests could have noticed, in percent. A score below its floor in `mutation-floors.json` fails; a floor only rises
 * (`--raise` writes what was reached, which a sample is too small to say). "Left out" counts what was not broken: what is not in
 * the sample, texts (a changed sentence is no broken promise), what runs once at import, and what does not compile.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { root, setupHome } from '../setup/paths.mjs';
import { PYTHON_PART, mutatePython } from './mutation/python.mjs';
import { TYPESCRIPT_PARTS, mutateTypeScript } from './mutation/typescript.mjs';

const FLOORS = join(root, 'mutation-floors.json');
const REPORT = join(setupHome, 'mutants', 'scores.json');
const PARTS = [...Object.keys(TYPESCRIPT_PARTS), PYTHON_PART];

const { values, positionals: named } = parseArgs({
  allowPositionals: true,
  options: { raise: { type: 'boolean', default: false }, sample: { type: 'string', default: '1' } },
});
const every = Number(values.sample);
const unknown = named.filter((name) => !PARTS.includes(name));
if (values.raise && every > 1) {
  process.stderr.write('A sample raises no floor: leave out --sample or --raise.\n');
  process.exit(2);
}
if (unknown.length > 0 || !Number.isInteger(every) || every < 1) {
  process.stderr.write(
    `Unknown: ${unknown.join(', ') || `--sample ${values.sample}`}. Name parts (${PARTS.join(', ')}), and a whole number from 1.\n`,
  );
  process.exit(2);
}

/** @type {Record<string, number>} */
const floors = JSON.parse(readFileSync(FLOORS, 'utf8'));
/** @type {import('./mutation/score.mjs').Score[]} */
const scores = [];
for (const part of named.length > 0 ? named : PARTS) {
  process.stdout.write(`\n== ${part}\n`);
  scores.push(part === PYTHON_PART ? mutatePython(every) : mutateTypeScript(part, every));
}

process.stdout.write(
  `\n${every > 1 ? `A sample: one in ${every}.\n` : ''}part            mutants   killed survived untested left out  score  floor\n`,
);
let failed = false;
for (const { part, mutants, killed, survived, untested, leftOut, percent } of scores) {
  const floor = floors[part];
  const below = floor !== undefined && percent < floor;
  failed ||= below;
  const cells = [mutants, killed, survived, untested, leftOut].map((count) => String(count).padStart(9)).join('');
  process.stdout.write(
    `${part.padEnd(14)}${cells}  ${percent.toFixed(1).padStart(5)}  ${(floor?.toFixed(1) ?? 'none').padStart(5)}${below ? '  below the floor' : ''}\n`,
  );
  if (values.raise && percent > (floor ?? 0)) floors[part] = Math.floor(percent * 10) / 10;
}
mkdirSync(join(setupHome, 'mutants'), { recursive: true });
writeFileSync(REPORT, `${JSON.stringify(scores, null, 2)}\n`);
if (values.raise) writeFileSync(FLOORS, `${JSON.stringify(floors, null, 2)}\n`);
process.exitCode = failed ? 1 : 0;
