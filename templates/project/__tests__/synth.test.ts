import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App } from 'cdktf';
import { addStacks, loadContracts } from 'medallion';
import { evaluatePolicies, isFailure, rules, type PolicyReport } from 'medallion/policies';
import { loadStacks, type SynthesizedStack } from 'medallion/synthesized';
import { environments } from '../environments';
import { waivers } from '../policies/waivers';

const outdir = mkdtempSync(join(tmpdir(), 'synth-'));
let stacks: readonly SynthesizedStack[];

beforeAll(() => {
  const app = new App({ outdir });
  addStacks(app, environments, loadContracts(join(__dirname, '..', 'contracts', 'tables')));
  app.synth();
  stacks = loadStacks(outdir);
}, 120_000);
afterAll(() => {
  rmSync(outdir, { recursive: true, force: true });
});

test('addresses are what they were: one that changes is a resource made anew', () => {
  const addresses = stacks.map(({ name, resources }) => [name, resources.map(({ address }) => address).sort()]);
  expect(Object.fromEntries(addresses)).toMatchSnapshot();
});

test('no rule is broken', () => {
  const today = new Date().toISOString().slice(0, 10);
  const { decisions }: PolicyReport = evaluatePolicies(stacks, rules, waivers, today);
  expect(decisions.filter((one) => isFailure(one))).toEqual([]);
});
