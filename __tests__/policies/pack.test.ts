import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { renderCatalogue } from '../../policies/catalogue';
import { evaluatePolicies } from '../../policies/engine';
import { loadStacks } from '../../synthesized/load-stacks';
import type { Rule } from '../../policies/rule';
import { holds, packOf, type PackName } from '../../policies/packs';
import { ruleGroups, rules } from '../../policies/rules';
import { serviceRules } from '../../refusals/service-rules';

const ROOT = join(__dirname, '..', '..');
const BAD = join(ROOT, 'policies', 'examples', 'bad');
const TODAY = '2026-11-24';

/** Findings a rule: what the committed bad example is for. */
function findings(pack: readonly Rule[], today = TODAY): Record<string, number> {
  const report = evaluatePolicies(loadStacks(BAD), pack, [], today);
  const found = report.decisions.filter(({ status }) => status === 'non-compliant');
  return Object.fromEntries(rules.map(({ id }) => [id, found.filter(({ rule }) => rule === id).length]));
}

/** Support of no version ends within a year of that day: the rule about it has a test of its own. */
const LATER = 'version-ends-soon';
const ONCE_EACH = Object.fromEntries(rules.map(({ id }) => [id, id === LATER ? 0 : 1]));

describe('the pack', () => {
  test('is cut into packs, each with all of the one before', () => {
    const of = (pack: PackName) => rules.filter((rule) => holds(pack, rule.pack)).length;
    expect([of('baseline') < of('production'), of('production') < of('regulated')]).toEqual([true, true]);
    expect(of('regulated')).toBe(rules.length);
    expect(['dev', 'staging', 'prod', 'elsewhere'].map(packOf)).toEqual([
      'baseline',
      'production',
      'production',
      'regulated',
    ]);
  });

  test('asks prod for every rule that prod cannot waive', () => {
    const unwaivable = rules.filter(({ waivable }) => !waivable);
    expect(unwaivable.length).toBeGreaterThan(10);
    expect(unwaivable.filter(({ pack }) => !holds(packOf('prod'), pack))).toEqual([]);
  });

  test('refuses at synth what its rules say, and nothing else of them', () => {
    const ids = serviceRules.map(({ id }) => id);
    expect(ids).toEqual(rules.filter(({ when }) => when === 'synth').map(({ id }) => id));
    expect(ids.length).toBeGreaterThan(50);
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

  // Ids, levels, packs and waivers are a promise to whoever gates on a rule: the page freezes them, and its diff is reviewed.
  test('docs/rules.md is what the code says', () => {
    expect(readFileSync(join(ROOT, 'docs', 'rules.md'), 'utf8')).toBe(renderCatalogue(ruleGroups));
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

  test('is warned of an end of support within a year, and fails after it', () => {
    expect(findings(rules, '2028-01-15')).toEqual({ ...ONCE_EACH, [LATER]: 3 });
    expect(findings(rules, '2028-11-01')).toEqual({ ...ONCE_EACH, 'version-supported': 4 });
  });

  test('fails the review, with a construct path for every finding', () => {
    const report = evaluatePolicies(loadStacks(BAD), rules, [], TODAY);
    expect(report.passed).toBe(false);
    const stray = report.decisions.filter(
      ({ stack, resource }) => resource && resource.path !== stack && !resource.path.startsWith(`${stack}/`),
    );
    expect(stray).toEqual([]);
  });
});
