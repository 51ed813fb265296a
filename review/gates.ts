import { Decimal } from 'decimal.js';
import { UserError } from '../shared/errors';
import type { Review } from './review';

/** What may stop a change. */
export interface GateOptions {
  /** Fail when a stateful resource would be destroyed or replaced. @default true - data does not come back */
  readonly dataLoss?: boolean;
  /** Fail on an error finding that the base does not have, and on a faulty waiver. @default true */
  readonly newFindings?: boolean;
  /** Fail on a breaking change of contract. @default false - breaking a contract can be the purpose of a change */
  readonly breakingContracts?: boolean;
  /** Largest accepted rise a month in one environment: dollars (`250`) or a share (`10%`). @default - any */
  readonly costIncrease?: string;
}

export interface GateResult {
  readonly gate:
    | 'data-loss'
    | 'locks'
    | 'start-dates'
    | 'privacy'
    | 'new-findings'
    | 'breaking-contracts'
    | 'cost-increase'
    | 'cost-known';
  readonly passed: boolean;
  /** What stopped it, one entry each; empty when it passed. */
  readonly reasons: readonly string[];
}

/** @throws UserError when `costIncrease` is neither an amount nor a share */
export function judge(review: Review, options: GateOptions = {}): readonly GateResult[] {
  const gates: GateResult[] = [];
  const add = (gate: GateResult['gate'], reasons: readonly string[]) =>
    gates.push({ gate, passed: reasons.length === 0, reasons });
  if (options.dataLoss ?? true) add('data-loss', lossesOf(review));
  const blocked = blockedOf(review);
  if (blocked.length > 0) add('locks', blocked);
  if (review.refusedStarts.length > 0)
    add(
      'start-dates',
      review.refusedStarts.map(({ stack, address, message }) => `${stack}: ${address} ${message}`),
    );
  // Always on: a reason in the contract lets an edit pass, a switch on a command line does not.
  add('privacy', privacyOf(review));
  if (options.newFindings ?? true) add('new-findings', findingsOf(review));
  if (options.breakingContracts ?? false) {
    add(
      'breaking-contracts',
      review.contracts
        .filter(({ impact }) => impact === 'breaking')
        .map(({ table, message }) => `${table}: ${message}`),
    );
  }
  const unknown = review.environments.flatMap(({ environment, costUnknown }) =>
    costUnknown.map((what) => `${environment}: ${what}`),
  );
  if (options.costIncrease !== undefined) add('cost-increase', [...unknown, ...risesOf(review, options.costIncrease)]);
  if (unknown.length > 0) add('cost-known', unknown);
  return gates;
}

function lossesOf({ environments }: Review): string[] {
  return environments.flatMap(({ stacks }) =>
    stacks.flatMap(({ stack, changes, parts }) =>
      [...parts, ...changes]
        .filter(({ loses }) => loses !== undefined)
        .map(({ address, kind, loses }) => `${stack}: ${address} is ${kind}, which loses ${loses ?? ''}`),
    ),
  );
}

/** Azure refuses these in the middle of the deployment. */
function blockedOf({ environments }: Review): string[] {
  return environments.flatMap(({ stacks }) =>
    stacks.flatMap(({ stack, changes }) =>
      changes.flatMap(({ address, kind, blockedBy }) =>
        blockedBy === undefined
          ? []
          : [
              `${stack}: ${address} is ${kind}, which the lock ${blockedBy} stops. Add lifecycle.replace_triggered_by to the lock (docs/runbooks/revoked-right.md)`,
            ],
      ),
    ),
  );
}

function privacyOf({ privacy }: Review): string[] {
  return privacy
    .filter(({ reason }) => reason === undefined)
    .map(
      ({ table, edit, message }) =>
        `${table}: ${message}. Undo it, or add to the custom property privacyReasons: {edit: ${edit}, reason: "..."}`,
    );
}

function findingsOf({ environments, waiverProblems }: Review): string[] {
  const found = environments
    .flatMap(({ newFindings }) => newFindings)
    .filter(({ level, status }) => level === 'error' || status === 'rule-failed');
  return [
    ...found.map(({ rule, stack, resource, message }) => `${stack}: ${rule} on ${resource?.path ?? stack}: ${message}`),
    ...waiverProblems.map(({ waiver, problem }) => `waiver of ${waiver.rule} on ${waiver.resource}: ${problem}`),
  ];
}

function risesOf({ environments }: Review, limit: string): string[] {
  const match = /^(\d+(?:\.\d+)?)(%?)$/.exec(limit);
  if (match === null) {
    throw new UserError(
      'unknown-option-value',
      `the largest cost increase is '${limit}'`,
      'Give dollars a month (250) or a share (10%).',
    );
  }
  const [, amount = '0', percent] = match;
  return environments
    .filter(({ beforeUsd, deltaUsd }) => {
      const most = percent === '%' ? new Decimal(beforeUsd).times(amount).div(100) : new Decimal(amount);
      return new Decimal(deltaUsd).greaterThan(most);
    })
    .map(
      ({ environment, beforeUsd, afterUsd }) =>
        `${environment} rises from ${beforeUsd} to ${afterUsd} USD a month, allowed is ${limit}`,
    );
}
