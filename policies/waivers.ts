import { forbidsWaivers } from './packs';
import { environmentOf, type SynthesizedStack } from '../synthesized/stack';
import type { Rule } from './rule';

/** A finding that somebody accepts for a while, in writing. It lifts exactly one rule on exactly one resource. */
export interface Waiver {
  readonly rule: string;
  readonly stack: string;
  /** Terraform address or construct path of the resource. */
  readonly resource: string;
  /** Why the finding is acceptable here, at least {@link SHORTEST_REASON} characters. */
  readonly reason: string;
  /** Who answers for it. */
  readonly owner: string;
  /** Last day on which it holds, `YYYY-MM-DD`. */
  readonly expires: string;
}

/** A waiver that must not stand as it is; each one fails the review. */
export interface WaiverProblem {
  readonly waiver: Waiver;
  readonly problem: string;
  readonly remedy: string;
}

/** Shorter reasons say "ok" or "later" and cannot be judged by the next reader. */
export const SHORTEST_REASON = 10;

/**
 * Faults of a waiver that show without running a rule.
 *
 * @param today `YYYY-MM-DD`; passed in, so that the same review gives the same answer on any day
 */
export function waiverProblems(
  waiver: Waiver,
  rules: readonly Rule[],
  stacks: readonly SynthesizedStack[],
  today: string,
): readonly WaiverProblem[] {
  const problems: WaiverProblem[] = [];
  const add = (problem: string, remedy: string): void => {
    problems.push({ waiver, problem, remedy });
  };
  const rule = rules.find(({ id }) => id === waiver.rule);
  if (rule === undefined) {
    add(`Unknown rule "${waiver.rule}".`, 'Use an id of docs/rules.md, or delete the waiver.');
  }
  if (!stacks.some(({ name }) => name === waiver.stack)) {
    add(`Unknown stack "${waiver.stack}".`, `Name one of: ${stacks.map(({ name }) => name).join(', ')}.`);
  }
  if (rule?.waivable === false && forbidsWaivers(environmentOf(waiver.stack))) {
    add(
      `Rule ${waiver.rule} cannot be waived in ${waiver.stack}.`,
      'Fix the finding: this one opens the lake, or loses it.',
    );
  }
  if (waiver.reason.trim().length < SHORTEST_REASON) {
    add(
      `The reason "${waiver.reason}" has less than ${String(SHORTEST_REASON)} characters.`,
      'Say why the finding is acceptable here.',
    );
  }
  if (waiver.owner.trim() === '') {
    add('The waiver has no owner.', 'Name the person or team that answers for it.');
  }
  if (!isDay(waiver.expires)) {
    add(`The expiry "${waiver.expires}" is not a day.`, 'Write it as YYYY-MM-DD.');
  } else if (waiver.expires < today) {
    add(`The waiver expired on ${waiver.expires}.`, 'Fix the finding, or decide again and set a later day.');
  }
  return problems;
}

export function isDay(text: string): boolean {
  const time = /^\d{4}-\d{2}-\d{2}$/.test(text) ? Date.parse(`${text}T00:00:00Z`) : Number.NaN;
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(text);
}

export function unusedWaiver(waiver: Waiver): WaiverProblem {
  return {
    waiver,
    problem: `Rule ${waiver.rule} finds nothing at ${waiver.resource} in stack ${waiver.stack}.`,
    remedy: 'Delete the waiver: the finding is fixed, or the resource has moved.',
  };
}
