/**
 * Prints how many of Azure's operations the tests of deliveries called, and which not. When all of these tests ran, an
 * operation that none called fails the run: it is in the table and nothing checks it.
 */
import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const tests = resolve(dirname(fileURLToPath(import.meta.url)), '..', 'delivery', 'synapse');

export default class ApiCoverageReporter {
  /** @param {unknown} _ @param {{testResults: readonly {testFilePath: string}[]}} results */
  onRunComplete(_, results) {
    const file = process.env.API_COVERAGE;
    if (file === undefined || !existsSync(`${file}.all`)) return;
    const covered = new Set(linesOf(file));
    const all = linesOf(`${file}.all`);
    rmSync(dirname(file), { recursive: true, force: true });
    const missing = all.filter((id) => !covered.has(id));
    const list = missing.length === 0 ? '' : `; not called: ${missing.join(', ')}`;
    process.stderr.write(`API operations: ${all.length - missing.length} of ${all.length} called and checked${list}\n`);
    const ran = new Set(results.testResults.map(({ testFilePath }) => testFilePath));
    const whole = readdirSync(tests).every((name) => !name.endsWith('.test.ts') || ran.has(join(tests, name)));
    if (whole && missing.length > 0) this.error = new Error(`${missing.length} API operations are used and not tested`);
  }

  getLastError() {
    return this.error;
  }
}

/** @param {string} file @returns {string[]} */
function linesOf(file) {
  return existsSync(file) ? readFileSync(file, 'utf8').trim().split('\n') : [];
}
