/** What the pages of a review say, whatever they are written in. */
import type { Json } from '../shared/json';
import { counted } from '../shared/plural';
import type { EvolutionKind } from '../contracts/evolve-parts';
import { KNOWN_LATER } from './cascade';
import type { ContractChange } from './contract-diff';
import type { ChangeKind, ResourceChange } from './resource-change';
import type { PartChange } from './part-diff';
import type { Review } from './review';

export const VERBS: Readonly<Record<ChangeKind, string>> = {
  removed: 'destroy',
  replaced: 'replace',
  forgotten: 'forget',
  moved: 'move',
  changed: 'change',
  added: 'add',
};

export const PART_VERBS: Readonly<Record<PartChange['kind'], string>> = {
  removed: 'remove',
  changed: 'change',
  added: 'add',
};

/** What the next run does with the rows that a table has. */
const NEXT_RUN: Readonly<Record<EvolutionKind, string>> = {
  none: 'leaves the rows as they are',
  'in-place': 'changes the metadata of the table, no row',
  rebuild: 'makes the rows again from the layer below',
  decision: 'stops until someone accepts the change',
  impossible: 'fails: the rows cannot follow the contract',
};

/** More environments than these are summed up in the sentence; the table has them all. */
const MOST_ENVIRONMENTS = 4;

/** One sentence: what changes, what is lost, what breaks, what it costs. */
export function summarize({ environments, contracts }: Review): string {
  const changes = environments.flatMap(({ stacks }) => stacks.flatMap((diff) => diff.changes));
  const counts = (Object.keys(VERBS) as ChangeKind[])
    .map((kind) => ({ kind, count: changes.filter((change) => change.kind === kind).length }))
    .filter(({ count }) => count > 0)
    .map(({ kind, count }) => `${count} to ${VERBS[kind]}`);
  const parts = environments.flatMap(({ stacks }) => stacks.flatMap((diff) => diff.parts));
  const losses = changes.filter(({ loses }) => loses !== undefined).length;
  const blocked = changes.filter(({ blockedBy }) => blockedBy !== undefined).length;
  const lostParts = parts.filter(({ loses }) => loses !== undefined).length;
  const breaking = contracts.filter(({ impact }) => impact === 'breaking').length;
  const findings = environments.flatMap(({ newFindings }) => newFindings).length;
  const cost = environments.filter(({ deltaUsd }) => Number(deltaUsd) !== 0);
  const unknown = environments.flatMap(({ costUnknown }) => costUnknown).length;
  const rest = cost.length - MOST_ENVIRONMENTS;
  return [
    ...(unknown > 0 ? [`INCOMPLETE: the cost of ${counted(unknown, 'change')} is not known`] : []),
    counts.length + parts.length === 0
      ? 'No change of infrastructure'
      : [...counts, ...(parts.length > 0 ? [`${counted(parts.length, 'change')} of settings`] : [])].join(', '),
    ...(lostParts > 0 ? ['ANOTHER STATE OR SUBSCRIPTION'] : []),
    ...(losses > 0 ? [`DATA LOSS in ${counted(losses, 'resource')}`] : []),
    ...(blocked > 0 ? [`${counted(blocked, 'deletion')} BLOCKED BY A LOCK`] : []),
    ...(breaking > 0 ? [counted(breaking, 'breaking contract change')] : []),
    ...(findings > 0 ? [counted(findings, 'new finding')] : []),
    cost.length === 0
      ? 'no change of cost'
      : [
          ...cost
            .slice(0, MOST_ENVIRONMENTS)
            .map(({ environment, deltaUsd }) => `${environment} ${signed(deltaUsd)} USD a month`),
          ...(rest > 0 ? [`${rest} more environments change`] : []),
        ].join(', '),
  ].join('; ');
}

/** Why a resource is destroyed or made anew; undefined for any other change. */
export function whyGone({ kind, from, reason, arguments: changed }: ResourceChange): string | undefined {
  if (kind === 'removed') return reason ?? 'the new sources do not declare it';
  if (kind !== 'replaced') return undefined;
  const forcing = changed.filter(({ replaces }) => replaces);
  const own = forcing.filter(({ after }) => after !== KNOWN_LATER).map(({ path }) => path);
  const drawn = forcing.filter(({ after }) => after === KNOWN_LATER).map(({ path }) => path);
  const found = [
    ...(reason === undefined ? [] : [reason]),
    ...(from === undefined || own.length > 0 ? [] : [`its address was ${from}, and no moved block says so`]),
    ...(own.length === 0 ? [] : [`Azure cannot change ${own.join(', ')} in place`]),
    ...(drawn.length === 0 ? [] : [`what ${drawn.join(', ')} refers to is replaced`]),
  ];
  return found.length === 0 ? 'Terraform does not say why' : found.join('; ');
}

/** What the next run does with a table after a change of its contract. */
export function nextRun(change: ContractChange, { evolutions }: Pick<Review, 'evolutions'>): string {
  const { table, setting, before, after } = change;
  if (setting === 'table.removed') return 'does not read or write the table; its rows stay';
  if (setting === 'table.added') return 'makes the table';
  if (setting === 'retentionDays' && Number(after) < Number(before))
    return `leaves the rows; the next maintenance deletes those older than ${Number(after)} days`;
  const evolution = evolutions.find((one) => one.table === table);
  return NEXT_RUN[evolution?.kind ?? 'none'];
}

const LONGEST_VALUE = 80;

/** A value in as many characters as one can take in at a glance. */
export function show(value: Json | undefined): string {
  if (value === undefined) return 'none';
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return text.length > LONGEST_VALUE ? `${text.slice(0, LONGEST_VALUE)}…` : text;
}

export function signed(amount: string): string {
  return Number(amount) > 0 ? `+${amount}` : amount;
}
