/** What a rehearsal found, step by step. */
import { performance } from 'node:perf_hooks';

export class Report {
  /** @type {{place: string, title: string, outcome: string}[]} */
  lines = [];
  /** @type {string[]} */
  notRun = [];

  /** @param {string} place @param {string} title @param {string} outcome */
  add(place, title, outcome) {
    this.lines.push({ place, title, outcome });
  }

  /**
   * @param {string} place @param {string} title @param {import('./job.mjs').Job} job
   * @param {() => boolean} work whether the step succeeded
   */
  measure(place, title, job, work) {
    process.stdout.write(`== ${place}: ${title}\n`);
    const [begun, before] = [performance.now(), job.skipped.length];
    let ok = false;
    let reason = '';
    try {
      ok = work();
    } catch (error) {
      reason = `: ${error instanceof Error ? error.message : String(error)}`;
    }
    const left = job.skipped.slice(before);
    this.notRun.push(...left.map((command) => `${place}: ${command}`));
    const seconds = ((performance.now() - begun) / 1000).toFixed(1);
    this.add(place, title, `${ok ? 'passed' : 'FAILED'}${reason}, ${seconds} s`);
    return ok;
  }

  get failed() {
    return this.lines.filter(({ outcome }) => outcome.startsWith('FAILED'));
  }

  toString() {
    const ran = this.lines.filter(({ outcome }) => /^(passed|FAILED)/.test(outcome)).length;
    return [
      ...this.lines.map(({ place, title, outcome }) => `${place}: ${title}: ${outcome}`),
      ...this.notRun.map((line) => `not run here: ${line}`),
      `${ran} steps ran, ${this.lines.length - ran} were not due; ${this.notRun.length} commands in them need Azure, or are tests of their own, and were not run`,
      '',
    ].join('\n');
  }
}
