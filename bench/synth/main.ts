/**
 * What our constructs cost: a synthesis of the three shipped environments against a bare program that makes the same
 * resources, and how it grows with tenants and tables. Processor time, in interleaved pairs, so that neighbours on the
 * machine do not count. Usage: `npm run bench:synth`.
 */
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadContracts } from '../../contracts/load';
import type { JsonObject } from '../../shared/json';
import { loadStacks } from '../../synthesized/load-stacks';
import { bareProgram } from './bare-program';
import { differentResource } from './same-resources';

const ROOT = join(__dirname, '..', '..', '..');
const PAIRS = 5;
const LIMITS = { time: 1.5, memory: 1.3, peakMb: 120, exponent: 1 };
/** As `cdktf.json` runs the program. */
const NODE_FLAGS = ['--max-semi-space-size=1', '--optimize-for-size', '--liftoff-only'];

interface Measure {
  readonly cpuSeconds: number;
  readonly synthSeconds: number;
  readonly wallSeconds: number;
  readonly peakMb: number;
}

const work = mkdtempSync(join(tmpdir(), 'medallion-bench-synth-'));
try {
  process.exitCode = main() ? 0 : 1;
} finally {
  rmSync(work, { recursive: true, force: true });
}

function main(): boolean {
  const contracts = join(work, 'contracts.json');
  writeFileSync(contracts, JSON.stringify(loadContracts(join(ROOT, 'contracts', 'tables'))));
  const lake = (tenants: number, tables: number): Measure =>
    run([join(__dirname, 'run-lake.js'), contracts, join(work, 'lake'), String(tenants), String(tables)]);

  lake(0, 9);
  const stacks = loadStacks(join(work, 'lake'));
  const documents = Object.fromEntries(stacks.map(({ name }) => [name, documentOf('lake', name)]));
  const program = join(work, 'bare.js');
  writeFileSync(program, bareProgram(stacks, documents));
  const bare = (): Measure => run([program, join(work, 'bare')]);
  bare();
  const odd = differentResource(loadStacks(join(work, 'lake')), loadStacks(join(work, 'bare')));
  if (odd !== undefined) throw new Error(`The bare program makes something else of ${odd}`);

  const pairs = Array.from({ length: PAIRS }, () => ({ bare: bare(), lake: lake(0, 9) }));
  const count = stacks.reduce((sum, { resources }) => sum + resources.length, 0);
  const time = median(pairs.map((pair) => pair.lake.cpuSeconds / pair.bare.cpuSeconds));
  const memory = median(pairs.map((pair) => pair.lake.peakMb / pair.bare.peakMb));
  const whole = median(pairs.map((pair) => pair.lake.cpuSeconds));
  print(`three environments, ${String(stacks.length)} stacks, ${String(count)} resources`);
  print(
    `  bare program     ${seconds(median(pairs.map((pair) => pair.bare.cpuSeconds)))}, peak ${mb(median(pairs.map((pair) => pair.bare.peakMb)))}`,
  );
  print(`  with constructs  ${seconds(whole)}, peak ${mb(median(pairs.map((pair) => pair.lake.peakMb)))}`);
  const program3 = median(Array.from({ length: 3 }, () => shipped().peakMb));
  return [
    within('time, times the bare program', time, LIMITS.time),
    within('memory, times the bare program', memory, LIMITS.memory),
    within('peak of the shipped program, MB', program3, LIMITS.peakMb),
    growth('tenants of nine tables', [1, 10, 100], (tenants) => lake(tenants, 9)),
    growth('tables of one lake', [9, 36, 72], (tables) => lake(tables === 9 ? 1 : 0, tables)),
  ].every(Boolean);
}

/** Slope between the ends on a log scale, of the time beyond what one of the least size takes to load. */
function growth(what: string, sizes: readonly number[], measure: (size: number) => Measure): boolean {
  const times = sizes.map((size) => median(Array.from({ length: 3 }, () => measure(size).synthSeconds)));
  const [first = 1, last = 1] = [times[0], times.at(-1)];
  const ratio = (sizes.at(-1) ?? 1) / (sizes[0] ?? 1);
  const exponent = Math.log(last / first) / Math.log(ratio);
  print(`${what}: ${sizes.map((size, at) => `${String(size)} in ${seconds(times[at] ?? 0)}`).join(', ')}`);
  return within(`exponent over ${what}`, exponent, LIMITS.exponent);
}

/** The program as it is shipped, its contracts read and checked. */
function shipped(): { readonly peakMb: number } {
  const script = `require(${JSON.stringify(join(ROOT, 'dist', 'main.js'))}); process.stdout.write(JSON.stringify({ peakMb: process.resourceUsage().maxRSS / 1024 }))`;
  mkdirSync(join(work, 'shipped'), { recursive: true });
  return run(['-e', script], { CDKTF_OUTDIR: join(work, 'shipped') });
}

function documentOf(folder: string, stack: string): JsonObject {
  return JSON.parse(readFileSync(join(work, folder, 'stacks', stack, 'cdk.tf.json'), 'utf8')) as JsonObject;
}

function run(args: readonly string[], environment: Readonly<Record<string, string>> = {}): Measure {
  const output = execFileSync(process.execPath, [...NODE_FLAGS, ...args], {
    cwd: ROOT,
    encoding: 'utf8',
    env: { ...process.env, ...environment, NODE_PATH: join(ROOT, 'node_modules') },
  });
  return JSON.parse(output) as Measure;
}

function within(what: string, value: number, limit: number): boolean {
  const holds = value <= limit;
  print(`  ${holds ? 'holds ' : 'MISSED'}  ${what}: ${value.toFixed(2)} (at most ${String(limit)})`);
  return holds;
}

function median(values: readonly number[]): number {
  return [...values].sort((one, other) => one - other)[Math.floor(values.length / 2)] ?? Number.NaN;
}

function seconds(value: number): string {
  return `${value.toFixed(2)} s`;
}

function mb(value: number): string {
  return `${value.toFixed(0)} MB`;
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}
