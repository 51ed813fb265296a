/**
 * Mutants of Python, by cosmic-ray: the modules of the engine that decide without Spark, each with the test that is to notice.
 * They are broken in a copy, never in the repository.
 */
import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { installLocked } from '../../setup/locked-program.mjs';
import { root, setupHome, venvPython } from '../../setup/paths.mjs';
import { scoreOf } from './score.mjs';

export const PYTHON_PART = 'engine';

const TESTS = {
  'running/schedule.py': 'test_schedule.py',
  'reading/inspection.py': 'test_inspection.py',
  'evolution/classify.py': 'test_evolution_kinds.py',
};

/** A test that ends takes a second or two; one that a mutant keeps from ending is killed after this. */
const SECONDS_A_TEST = 60;
const MOST_OUTPUT_BYTES = 1 << 28;

/** Leaves one mutant in so many, in the order of their places: cosmic-ray itself takes all or none. */
const SAMPLE = `
import sqlite3, sys
session, every = sqlite3.connect(sys.argv[1]), int(sys.argv[2])
order = "select job_id from mutation_specs order by module_path, start_pos_row, start_pos_col, operator_name, occurrence"
left_out = [row for place, row in enumerate(session.execute(order).fetchall()) if place % every]
session.executemany("delete from mutation_specs where job_id = ?", left_out)
session.executemany("delete from work_items where job_id = ?", left_out)
session.commit()
print(len(left_out))
`;

/** @param {number} every takes one mutant in so many; 1 takes all @returns {import('./score.mjs').Score} */
export function mutatePython(every) {
  const programs = installLocked('mutation');
  const copy = join(setupHome, 'mutants', 'pipelines');
  rmSync(copy, { recursive: true, force: true });
  mkdirSync(copy, { recursive: true });
  cpSync(join(root, 'pipelines'), copy, { recursive: true });
  const modules = Object.entries(TESTS).map(([module, test]) => outcomesOf(programs, copy, module, test, every));
  const outcomes = modules.flatMap((one) => one.outcomes);
  rmSync(copy, { recursive: true, force: true });
  const count = (/** @type {string} */ wanted) => outcomes.filter((outcome) => outcome === wanted).length;
  const [killed, survived] = [count('killed'), count('survived')];
  const leftOut = modules.reduce((sum, one) => sum + one.leftOut, 0) + outcomes.length - killed - survived;
  return scoreOf(PYTHON_PART, { killed, survived, untested: 0, leftOut });
}

/**
 * @param {string} programs @param {string} copy @param {string} module @param {string} test @param {number} every
 * @returns {{outcomes: readonly string[], leftOut: number}}
 */
function outcomesOf(programs, copy, module, test, every) {
  const settings = join(copy, 'cosmic-ray.toml');
  const session = join(copy, 'session.sqlite');
  rmSync(session, { force: true });
  writeFileSync(
    settings,
    `[cosmic-ray]
module-path = "src/medallion/${module}"
timeout = ${SECONDS_A_TEST}.0
excluded-modules = []
test-command = "${venvPython} -m pytest -x -q -p no:cacheprovider tests/${test}"
[cosmic-ray.distributor]
name = "local"
`,
  );
  const ray = (/** @type {string[]} */ ...args) =>
    execFileSync(join(programs, 'cosmic-ray'), args, { cwd: copy, encoding: 'utf8', maxBuffer: MOST_OUTPUT_BYTES });
  // Fails when the test fails without any mutant: every mutant would count as killed.
  ray('baseline', settings);
  ray('init', settings, session);
  const leftOut = Number(execFileSync(venvPython, ['-c', SAMPLE, session, String(every)], { encoding: 'utf8' }));
  ray('exec', settings, session);
  const dump = ray('dump', session).trim().split('\n');
  const outcomes = dump.map((line) => String(JSON.parse(line)[1]?.test_outcome));
  const survived = dump.map((line) => JSON.parse(line)).filter(([, result]) => result?.test_outcome === 'survived');
  for (const [item] of survived) {
    const { operator_name: operator, start_pos: start } = item.mutations[0];
    process.stdout.write(`survived: ${module}:${start[0]} ${operator}\n`);
  }
  process.stdout.write(`${module}: ${outcomes.length} mutants\n`);
  return { outcomes, leftOut };
}
