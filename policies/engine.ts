import { UserError } from '../shared/errors';
import { countKnown, notEvaluatedIn, noticesOf, type NotEvaluated } from './coverage';
import { holds, packOfStack } from './packs';
import type { Level, ResourceVerdict, Rule } from './rule';
import type { SynthesizedStack } from '../synthesized/stack';
import { isDay, unusedWaiver, waiverProblems, type Waiver, type WaiverProblem } from './waivers';

export type Status =
  | 'compliant'
  | 'non-compliant'
  | 'waived'
  | 'cannot-decide'
  | 'not-applicable'
  /** The rule itself threw; it counts as an error, because nobody knows what it would have found. */
  | 'rule-failed';

/** What one rule says about one resource, or about a stack as a whole (`not-applicable`, `rule-failed`). */
export interface Decision {
  readonly rule: string;
  readonly level: Level;
  readonly stack: string;
  readonly environment: string;
  readonly status: Status;
  /** Null where the decision is about the stack as a whole. */
  readonly resource: { readonly address: string; readonly path: string } | null;
  /** What was found, or why nothing could be decided; empty when all is well. */
  readonly message: string;
  /** The waiver that lifts the finding; null unless waived. */
  readonly waiver: Waiver | null;
}

export interface PolicyReport {
  readonly rules: readonly Rule[];
  readonly stacks: readonly string[];
  /** The day that it holds for, `YYYY-MM-DD`. */
  readonly today: string;
  /** Every decision, passes included, by rule and then by stack. */
  readonly decisions: readonly Decision[];
  readonly waiverProblems: readonly WaiverProblem[];
  /** Modules and foreign resources: counted beside what was judged, because they have not passed. */
  readonly notEvaluated: readonly NotEvaluated[];
  /** What limits the verdicts of a whole stack, such as another version of the provider. */
  readonly notices: readonly string[];
  /** Whether there was nothing to judge: no resource of a known provider in any stack. It is no pass. */
  readonly nothingEvaluated: boolean;
  /** False where nothing was evaluated, on an unwaived error finding, a rule that failed, or a faulty waiver. */
  readonly passed: boolean;
}

/**
 * Runs every rule over every stack whose environment's pack holds it. Pure: the same input, `today` included, gives the same report.
 *
 * @param waivers all of them must be valid, in use and unexpired, or the report does not pass
 * @param today `YYYY-MM-DD`, against which the expiry of waivers and the end of support are measured
 * @throws UserError when `today` is not a day
 */
export function evaluatePolicies(
  stacks: readonly SynthesizedStack[],
  rules: readonly Rule[],
  waivers: readonly Waiver[],
  today: string,
): PolicyReport {
  if (!isDay(today)) {
    throw new UserError('invalid-date', `"${today}" is not a day.`, 'Give today as YYYY-MM-DD.');
  }
  const faults = waivers.flatMap((waiver) => waiverProblems(waiver, rules, stacks, today));
  const sound = waivers.filter((waiver) => !faults.some((fault) => fault.waiver === waiver));
  const found = rules.flatMap((rule) => stacks.flatMap((stack) => decide(rule, stack, today)));
  const decisions = found.map((decision) => waive(decision, sound));
  const unused = sound.filter((waiver) => !decisions.some((decision) => decision.waiver === waiver));
  const problems = [...faults, ...unused.map(unusedWaiver)];
  const nothingEvaluated = stacks.every((stack) => countKnown(stack) === 0);
  return {
    rules,
    stacks: stacks.map(({ name }) => name),
    today,
    decisions,
    waiverProblems: problems,
    notEvaluated: stacks.flatMap(notEvaluatedIn),
    notices: stacks.flatMap(noticesOf),
    nothingEvaluated,
    passed: !nothingEvaluated && problems.length === 0 && !decisions.some(isFailure),
  };
}

/** Whether a decision alone makes the review fail. */
export function isFailure({ status, level }: Decision): boolean {
  return status === 'rule-failed' || (status === 'non-compliant' && level === 'error');
}

function decide(rule: Rule, stack: SynthesizedStack, today: string): readonly Decision[] {
  const common = { rule: rule.id, level: rule.level, stack: stack.name, environment: stack.environment, waiver: null };
  try {
    const verdict = holds(packOfStack(stack), rule.pack) ? rule.evaluate(stack, today) : 'not-applicable';
    return verdict === 'not-applicable'
      ? [{ ...common, status: 'not-applicable', resource: null, message: '' }]
      : verdict.map(({ resource: { address, path }, outcome }) => ({
          ...common,
          status: outcome.kind,
          resource: { address, path },
          message: messageOf(outcome),
        }));
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return [{ ...common, status: 'rule-failed', resource: null, message: `The rule failed: ${reason}` }];
  }
}

function messageOf(outcome: ResourceVerdict['outcome']): string {
  switch (outcome.kind) {
    case 'compliant':
      return '';
    case 'non-compliant':
      return outcome.message;
    case 'cannot-decide':
      return outcome.reason;
  }
}

function waive(decision: Decision, waivers: readonly Waiver[]): Decision {
  const waiver = waivers.find(
    ({ rule, stack, resource }) =>
      decision.status === 'non-compliant' &&
      rule === decision.rule &&
      stack === decision.stack &&
      (resource === decision.resource?.address || resource === decision.resource?.path),
  );
  return waiver ? { ...decision, status: 'waived', waiver } : decision;
}
