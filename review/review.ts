import { Decimal } from 'decimal.js';
import { compileManifest } from '../contracts/compile';
import type { TableContract } from '../contracts/contract';
import { evolutionsBetween, type Evolution } from '../contracts/evolve';
import type { Manifest } from '../contracts/manifest';
import type { Estimate } from '../finops/estimate';
import { explainInWords, unknownDifference } from '../finops/explain';
import type { Decision, PolicyReport } from '../policies/engine';
import { isFailure } from '../policies/engine';
import type { SynthesizedStack } from '../synthesized/stack';
import { diffContracts, type ContractChange } from './contract-diff';
import { type PrivacyFinding, weakenings } from './privacy-diff';
import { diffStacks, type StackDiff } from './diff';
import { refusedStarts, type RefusedStart } from './start-dates';

/** One side of a review: everything the sources of one moment synthesize to. */
export interface Side {
  /** For people: a Git reference, a folder, or the working tree. */
  readonly name: string;
  readonly stacks: readonly SynthesizedStack[];
  readonly contracts: readonly TableContract[];
  readonly estimates: readonly Estimate[];
  readonly policies: PolicyReport;
}

export interface CostChange {
  /** Construct path and meter. */
  readonly what: string;
  readonly beforeUsd: string;
  readonly afterUsd: string;
  readonly deltaUsd: string;
}

export interface EnvironmentReview {
  readonly environment: string;
  /** Stacks that change, data loss first. */
  readonly stacks: readonly StackDiff[];
  readonly beforeUsd: string;
  readonly afterUsd: string;
  readonly deltaUsd: string;
  /** Of the cost before; null where there was none. */
  readonly deltaPercent: number | null;
  /** Largest first. */
  readonly costChanges: readonly CostChange[];
  /** What keeps the difference from being known; with any entry no gate passes. */
  readonly costUnknown: readonly string[];
  /** Why the cost changes, in one paragraph. */
  readonly costWhy: string;
  readonly newFindings: readonly Decision[];
  readonly resolvedFindings: readonly Decision[];
}

export interface Review {
  readonly base: string;
  readonly head: string;
  readonly environments: readonly EnvironmentReview[];
  readonly contracts: readonly ContractChange[];
  /** What the change of contracts means for tables that have rows; not for gold whose SQL alone changes. */
  readonly evolutions: readonly Evolution[];
  /** Edits that weaken the protection of persons, with their reasons where the contracts give some. */
  readonly privacy: readonly PrivacyFinding[];
  /** What Azure refuses to make because of a date, on the day of the review. */
  readonly refusedStarts: readonly RefusedStart[];
  /** Modules and foreign resources of the new side, which no rule and no price has looked into. */
  readonly notEvaluated: PolicyReport['notEvaluated'];
  readonly notices: PolicyReport['notices'];
  /** Results of rules on the new side that the file alone does not decide. */
  readonly undecided: number;
  /** Waivers of the new side that are unused, expired or unknown. */
  readonly waiverProblems: PolicyReport['waiverProblems'];
  readonly pricesAsOf: string;
}

/** Compares two sides; pure, so that the page, the gates and the tests see the same. */
export function reviewSides(base: Side, head: Side): Review {
  const names = [...new Set([...head.stacks, ...base.stacks].map(({ environment }) => environment))];
  const diffs = diffStacks(base.stacks, head.stacks);
  const [newFindings, resolvedFindings] = [onlyIn(head.policies, base.policies), onlyIn(base.policies, head.policies)];
  return {
    base: base.name,
    head: head.name,
    environments: names.map((environment) => ({
      environment,
      stacks: diffs.filter((diff) => diff.environment === environment && diff.changes.length + diff.parts.length > 0),
      ...costOf(
        base.estimates.find((estimate) => estimate.environment === environment),
        head.estimates.find((estimate) => estimate.environment === environment),
      ),
      newFindings: newFindings.filter((decision) => decision.environment === environment),
      resolvedFindings: resolvedFindings.filter((decision) => decision.environment === environment),
    })),
    contracts: diffContracts(base.contracts, head.contracts),
    evolutions: evolutionsBetween(withoutSql(base.contracts), withoutSql(head.contracts)),
    privacy: weakenings(base.contracts, head.contracts),
    refusedStarts: refusedStarts(diffs, head.stacks, head.policies.today),
    notEvaluated: head.policies.notEvaluated,
    notices: head.policies.notices,
    undecided: head.policies.decisions.filter(({ status }) => status === 'cannot-decide').length,
    waiverProblems: head.policies.waiverProblems,
    pricesAsOf: [...new Set(head.estimates.map(({ asOf }) => asOf))].join(', '),
  };
}

function onlyIn(one: PolicyReport, other: PolicyReport): readonly Decision[] {
  const known = new Set(other.decisions.filter(isFinding).map(identity));
  return one.decisions.filter((decision) => isFinding(decision) && !known.has(identity(decision)));
}

function isFinding(decision: Decision): boolean {
  return isFailure(decision) || decision.status === 'non-compliant';
}

function identity({ rule, stack, resource }: Decision): string {
  return [rule, stack, resource?.address ?? ''].join('\n');
}

type Cost = Pick<
  EnvironmentReview,
  'beforeUsd' | 'afterUsd' | 'deltaUsd' | 'deltaPercent' | 'costChanges' | 'costUnknown' | 'costWhy'
>;

function costOf(base: Estimate | undefined, head: Estimate | undefined): Cost {
  const [before, after] = [new Decimal(base?.totalUsd ?? 0), new Decimal(head?.totalUsd ?? 0)];
  const delta = after.minus(before);
  return {
    beforeUsd: before.toFixed(2),
    afterUsd: after.toFixed(2),
    deltaUsd: delta.toFixed(2),
    deltaPercent: before.isZero() ? null : delta.div(before).times(100).toDecimalPlaces(1).toNumber(),
    costChanges: costChanges(metersOf(base), metersOf(head)),
    costUnknown: unknownDifference(base, head),
    costWhy: explainInWords(base, head),
  };
}

function metersOf(estimate: Estimate | undefined): ReadonlyMap<string, Decimal> {
  const meters = new Map<string, Decimal>();
  for (const { path, description, monthlyUsd } of estimate?.items ?? []) {
    const what = `${path}: ${description}`;
    meters.set(what, new Decimal(monthlyUsd).plus(meters.get(what) ?? 0));
  }
  return meters;
}

function costChanges(before: ReadonlyMap<string, Decimal>, after: ReadonlyMap<string, Decimal>): CostChange[] {
  return [...new Set([...before.keys(), ...after.keys()])]
    .map((what) => ({ what, old: before.get(what) ?? new Decimal(0), next: after.get(what) ?? new Decimal(0) }))
    .filter(({ old, next }) => !old.equals(next))
    .sort((one, other) => other.next.minus(other.old).abs().comparedTo(one.next.minus(one.old).abs()))
    .map(({ what, old, next }) => ({
      what,
      beforeUsd: old.toFixed(2),
      afterUsd: next.toFixed(2),
      deltaUsd: next.minus(old).toFixed(2),
    }));
}

/** Gold is made again whenever its SQL changes, and loses nothing by it: the SQL is not needed to say what others do. */
function withoutSql(contracts: readonly TableContract[]): Manifest {
  return compileManifest(contracts, () => '');
}
