/**
 * How long the comparison of a review takes: for the shipped environments, and for a lake a hundred times as large.
 *
 * The baseline reads the same two syntheses and compares them as text, which is the least a reviewer of JSON does.
 * Usage: `npm run bench:review`, after `npm run synth`.
 */
import { performance } from 'node:perf_hooks';
import { evaluatePolicies } from '../policies/engine';
import { loadStacks } from '../synthesized/load-stacks';
import { rules } from '../policies/rules';
import type { SynthesizedStack } from '../synthesized/stack';
import { reviewSides, type Side } from '../review/review';

const ROUNDS = 5;
const TENANTS = 100;
const OUTPUT = 'cdktf.out';

function sideOf(stacks: readonly SynthesizedStack[]): Side {
  return {
    name: 'bench',
    stacks,
    contracts: [],
    estimates: [],
    policies: evaluatePolicies(stacks, rules, [], '2026-11-24'),
  };
}

/** Every stack as often as there are tenants, under names of their own, with one argument changed. */
function grown(stacks: readonly SynthesizedStack[], times: number, tier: string): readonly SynthesizedStack[] {
  return Array.from({ length: times }, (_, tenant) =>
    stacks.map((stack) => ({
      ...stack,
      name: `${stack.name}${tenant}`,
      environment: `${stack.environment}${tenant}`,
      resources: stack.resources.map((resource) =>
        resource.type === 'azurerm_storage_account'
          ? { ...resource, body: { ...resource.body, access_tier: tier } }
          : resource,
      ),
    })),
  ).flat();
}

function median(work: () => unknown): number {
  const seconds = Array.from({ length: ROUNDS }, () => {
    const begun = performance.now();
    work();
    return (performance.now() - begun) / 1000;
  }).sort((one, other) => one - other);
  return seconds[Math.floor(ROUNDS / 2)] ?? 0;
}

function measure(label: string, times: number): void {
  const shipped = loadStacks(OUTPUT);
  const [base, head] = [grown(shipped, times, 'Hot'), grown(shipped, times, 'Cool')];
  const texts = [JSON.stringify(base), JSON.stringify(head)];
  const bare = median(() =>
    texts.map((text) => JSON.stringify(JSON.parse(text))).every((text, _, all) => text === all[0]),
  );
  const ours = median(() => reviewSides(sideOf(base), sideOf(head)));
  const resources = head.reduce((sum, stack) => sum + stack.resources.length, 0);
  process.stdout.write(
    `${label}: ${resources} resources, review ${ours.toFixed(2)} s, bare comparison of the JSON ${bare.toFixed(2)} s, ratio ${(ours / bare).toFixed(1)}\n`,
  );
}

measure('shipped environments', 1);
measure(`${TENANTS} times as large`, TENANTS);
