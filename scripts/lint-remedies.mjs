/**
 * Fails when a remedy does not begin with a verb, or a code is not in kebab-case. Lists each with file and line.
 *
 * Usage: node scripts/lint-remedies.mjs [root of the repository]
 */
import { resolve } from 'node:path';
import { root } from '../setup/paths.mjs';
import { collectErrors } from './errors/collect.mjs';
import { remedyProblem } from './errors/remedies.mjs';

const CODE = /^[a-z<][a-z0-9<>]*(-[a-z0-9<>]+)*$/;

const errors = collectErrors(resolve(process.argv[2] ?? root));
const problems = errors.flatMap(({ code, remedies, file, line }) => [
  ...(code === undefined || CODE.test(code) ? [] : [`${file}:${line}: the code '${code}' is not in kebab-case`]),
  ...remedies.flatMap((remedy) => {
    const problem = remedyProblem(remedy);
    return problem === undefined ? [] : [`${file}:${line}: the remedy "${remedy}" ${problem}`];
  }),
]);
const judged = errors.flatMap(({ remedies }) => remedies).filter((remedy) => remedy !== '' && !remedy.startsWith('<'));
const computed = errors.filter(({ code, remedies }) => code !== undefined && remedies.length === 0).length;

for (const problem of problems) console.error(problem);
console.log(`${judged.length} remedies judged, ${computed} errors have a remedy that is computed elsewhere`);
if (judged.length === 0) console.error('no remedy was found: give the root of the repository');
process.exitCode = problems.length === 0 && judged.length > 0 ? 0 : 1;
