import type { Json, JsonObject } from '../../policies/json';
import { parseStack } from '../../policies/parse-stack';
import type { Outcome, Rule } from '../../policies/rule';
import type { SynthesizedStack } from '../../policies/stack';

/** `{ '<type>.<id>': body }` as a stack named `test`, the way a synthesis would have written it. */
export function stackOf(resources: Readonly<Record<string, JsonObject>>, terraform: JsonObject = {}): SynthesizedStack {
  const byType: Record<string, Record<string, Json>> = {};
  for (const [address, body] of Object.entries(resources)) {
    const [type = '', id = ''] = address.split('.');
    byType[type] = { ...byType[type], [id]: { '//': { metadata: { path: `test/${id}` } }, ...body } };
  }
  return parseStack('test', { resource: byType, terraform });
}

/** What a rule says about the resource at `address`. */
export function outcomeOf(rule: Rule, stack: SynthesizedStack, address: string): Outcome {
  const verdict = rule.evaluate(stack);
  const found = verdict === 'not-applicable' ? undefined : verdict.find(({ resource }) => resource.address === address);
  if (!found) {
    throw new Error(`Rule ${rule.id} says nothing about ${address}.`);
  }
  return found.outcome;
}

export interface RuleCase {
  readonly name: string;
  readonly stack: SynthesizedStack;
  readonly kind: Outcome['kind'];
  /** Part of the message or reason. */
  readonly says?: string;
}

/** One test a case, and one that proves the rule silent where it has nothing to say. */
export function describeRule(rule: Rule, address: string, cases: readonly RuleCase[]): void {
  describe(rule.id, () => {
    test('covers at least two findings, a pass and an undecided case', () => {
      const kinds = cases.map(({ kind }) => kind);
      expect(kinds.filter((kind) => kind === 'non-compliant').length).toBeGreaterThanOrEqual(2);
      expect(kinds).toContain('compliant');
      expect(kinds).toContain('cannot-decide');
    });

    test('says nothing about a stack without such resources', () => {
      expect(rule.evaluate(stackOf({}))).toBe('not-applicable');
    });

    test.each(cases)('$kind: $name', ({ stack, kind, says }) => {
      const outcome = outcomeOf(rule, stack, address);
      expect(outcome.kind).toBe(kind);
      expect(JSON.stringify(outcome)).toContain(says ?? '');
    });
  });
}
