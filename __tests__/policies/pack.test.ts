import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { renderCatalogue } from '../../policies/catalogue';
import { evaluatePolicies } from '../../policies/engine';
import { loadStacks } from '../../policies/load-stacks';
import type { Rule } from '../../policies/rule';
import { rules } from '../../policies/rules';

const ROOT = join(__dirname, '..', '..');
const BAD = join(ROOT, 'policies', 'examples', 'bad');
const TODAY = '2026-11-24';

const FROZEN = {
  'storage-entra-id-only': 'error',
  'storage-network-default-deny': 'error',
  'storage-encrypted-transport': 'error',
  'delta-containers-never-archived': 'error',
  'diagnostics-on-data-stores': 'error',
  'remote-state-backend': 'error',
  'spark-pool-auto-pause': 'error',
  'data-factory-trigger-frequency': 'error',
  'budget-with-contacts': 'error',
  'required-tags': 'error',
};

/** Findings a rule: what the committed bad example is for. */
function findings(pack: readonly Rule[]): Record<string, number> {
  const report = evaluatePolicies(loadStacks(BAD), pack, [], TODAY);
  const found = report.decisions.filter(({ status }) => status === 'non-compliant');
  return Object.fromEntries(Object.keys(FROZEN).map((id) => [id, found.filter(({ rule }) => rule === id).length]));
}

const ONCE_EACH = Object.fromEntries(Object.keys(FROZEN).map((id) => [id, 1]));

describe('the pack', () => {
  test('has exactly these ids and levels', () => {
    expect(Object.fromEntries(rules.map(({ id, level }) => [id, level]))).toEqual(FROZEN);
  });

  test('is one file a rule, named after it', () => {
    const files = readdirSync(join(ROOT, 'policies', 'rules')).filter((file) => file !== 'index.ts');
    expect(files.sort()).toEqual(rules.map(({ id }) => `${id}.ts`).sort());
  });

  test('tells what a reviewer needs to know', () => {
    for (const { id, what, why, remedy, controls, source } of rules) {
      expect([id, what.length > 20, why.length > 20, remedy.length > 20, controls.length > 0, source !== '']).toEqual([
        id,
        true,
        true,
        true,
        true,
        true,
      ]);
    }
  });

  test('docs/rules.md is what the code says', () => {
    expect(readFileSync(join(ROOT, 'docs', 'rules.md'), 'utf8')).toBe(renderCatalogue(rules));
  });
});

describe('the bad example', () => {
  test('trips each rule exactly once', () => {
    expect(findings(rules)).toEqual(ONCE_EACH);
  });

  test.each(rules.map(({ id }) => id))('would miss %s if its body were gone', (id) => {
    const gutted = rules.map((rule): Rule => (rule.id === id ? { ...rule, evaluate: () => 'not-applicable' } : rule));
    expect(findings(gutted)).toEqual({ ...ONCE_EACH, [id]: 0 });
  });

  test('fails the review, with a construct path for every finding', () => {
    const report = evaluatePolicies(loadStacks(BAD), rules, [], TODAY);
    expect(report.passed).toBe(false);
    const paths = report.decisions.flatMap(({ resource }) => (resource ? [resource.path] : []));
    expect(paths.every((path) => path === 'bad' || path.startsWith('bad/'))).toBe(true);
  });
});
