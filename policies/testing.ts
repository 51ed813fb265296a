import type { Json, JsonObject } from '../shared/json';
import { parseStack } from '../synthesized/parse-stack';
import type { Outcome, Rule } from './rule';
import type { SynthesizedStack } from '../synthesized/stack';

/** One example of what a rule says, and why. */
export interface RuleCase {
  readonly name: string;
  readonly stack: SynthesizedStack;
  readonly kind: Outcome['kind'];
  /** Part of the message or reason. */
  readonly says?: string;
  /** What this case is about, where it is another resource than that of the table. @default - that of the table */
  readonly address?: string;
  /** Day of the review, `YYYY-MM-DD`. @default - none, as at synth */
  readonly today?: string;
}

/** A rule with the examples that hold it to its word. */
export interface RuleCases {
  readonly rule: Rule;
  /** Terraform address of the resource that the cases are about. */
  readonly address: string;
  readonly cases: readonly RuleCase[];
  /** Why no value could leave this rule undecided, where that is so by nature. */
  readonly neverUndecided?: string;
}

export interface NamedTest {
  readonly name: string;
  /** Throws when the rule breaks its word. */
  readonly run: () => void;
}

/**
 * `{ '<type>.<id>': body }` as a stack named `test`, the way a synthesis would have written it.
 *
 * @param name name of the stack; its environment follows from it
 */
export function stackOf(
  resources: Readonly<Record<string, JsonObject>>,
  terraform: JsonObject = {},
  name = 'test',
): SynthesizedStack {
  const byType: Record<string, Record<string, Json>> = {};
  for (const [address, body] of Object.entries(resources)) {
    const [type = '', id = ''] = address.split('.');
    byType[type] = { ...byType[type], [id]: { '//': { metadata: { path: `${name}/${id}` } }, ...body } };
  }
  return parseStack(name, { resource: byType, terraform });
}

/**
 * What a rule says about the resource at `address`.
 *
 * @throws Error when it says nothing about it
 */
export function outcomeAt(rule: Rule, stack: SynthesizedStack, address: string, today?: string): Outcome {
  const verdict = rule.evaluate(stack, today);
  const found = verdict === 'not-applicable' ? undefined : verdict.find(({ resource }) => resource.address === address);
  if (!found) throw new Error(`Rule ${rule.id} says nothing about ${address}.`);
  return found.outcome;
}

/**
 * The tests of one rule, for any test runner: two findings, a pass and an undecided case at least, silence on a stack
 * that holds nothing of its kind, and every case as stated.
 *
 * @example for (const { name, run } of ruleTests(cases)) test(name, run);
 */
export function ruleTests({ rule, address, cases, neverUndecided }: RuleCases): readonly NamedTest[] {
  const count = (kind: Outcome['kind']): number => cases.filter((one) => one.kind === kind).length;
  const enough = (): void => {
    const missing = [
      ...(count('non-compliant') < 2 ? ['two findings'] : []),
      ...(count('compliant') < 1 ? ['a pass'] : []),
      ...(count('cannot-decide') < 1 && neverUndecided === undefined
        ? ['an undecided case, or why there is none']
        : []),
      ...(count('cannot-decide') > 0 && neverUndecided !== undefined ? ['no reason why nothing is undecided'] : []),
    ];
    if (missing.length > 0) throw new Error(`The cases of ${rule.id} lack ${missing.join(', ')}.`);
  };
  const silent = (): void => {
    const verdict = rule.evaluate(stackOf({}));
    if (verdict !== 'not-applicable') throw new Error(`${rule.id} speaks about a stack without resources.`);
  };
  return [
    { name: 'has two findings, a pass and an undecided case', run: enough },
    { name: 'says nothing about a stack without such resources', run: silent },
    ...cases.map((one) => ({ name: `${one.kind}: ${one.name}`, run: () => check(rule, address, one) })),
  ];
}

function check(rule: Rule, usual: string, { stack, kind, says, today, address = usual }: RuleCase): void {
  const said = JSON.stringify(outcomeAt(rule, stack, address, today));
  const outcome = outcomeAt(rule, stack, address, today);
  if (outcome.kind !== kind) throw new Error(`${rule.id} is expected to be ${kind}, and says ${said}.`);
  if (says !== undefined && !said.includes(says)) throw new Error(`${rule.id} does not say "${says}": ${said}.`);
}
