import type { Json } from '../shared/json';
import type { Evolution } from '../contracts/evolve';
import type { ContractChange } from './contract-diff';
import type { ChangeKind, ResourceChange, StackDiff } from './diff';
import type { ArgumentChange } from './values';
import type { GateResult } from './gates';
import type { PrivacyFinding } from './privacy-diff';
import type { PartChange } from './part-diff';
import type { EnvironmentReview, Review } from './review';

/** Found by the workflow that updates its own comment instead of adding another one. */
export const COMMENT_MARK = '<!-- medallion-review -->';

export const VERBS: Readonly<Record<ChangeKind, string>> = {
  removed: 'destroy',
  replaced: 'replace',
  forgotten: 'forget',
  moved: 'move',
  changed: 'change',
  added: 'add',
};

/** One sentence: what changes, what is lost, what breaks, what it costs. */
export function summarize({ environments, contracts }: Review): string {
  const changes = environments.flatMap(({ stacks }) => stacks.flatMap((diff) => diff.changes));
  const counts = (Object.keys(VERBS) as ChangeKind[])
    .map((kind) => ({ kind, count: changes.filter((change) => change.kind === kind).length }))
    .filter(({ count }) => count > 0)
    .map(({ kind, count }) => `${count} to ${VERBS[kind]}`);
  const parts = environments.flatMap(({ stacks }) => stacks.flatMap((diff) => diff.parts));
  const losses = changes.filter(({ loses }) => loses !== undefined).length;
  const lostParts = parts.filter(({ loses }) => loses !== undefined).length;
  const breaking = contracts.filter(({ impact }) => impact === 'breaking').length;
  const findings = environments.flatMap(({ newFindings }) => newFindings).length;
  const cost = environments.filter(({ deltaUsd }) => Number(deltaUsd) !== 0);
  const unknown = environments.flatMap(({ costUnknown }) => costUnknown).length;
  return [
    ...(unknown > 0 ? [`**INCOMPLETE: the cost of ${plural(unknown, 'change')} is not known**`] : []),
    counts.length + parts.length === 0
      ? 'No change of infrastructure'
      : [...counts, ...(parts.length > 0 ? [`${plural(parts.length, 'change')} of settings`] : [])].join(', '),
    ...(lostParts > 0 ? ['**ANOTHER STATE OR SUBSCRIPTION**'] : []),
    ...(losses > 0 ? [`**DATA LOSS in ${plural(losses, 'resource')}**`] : []),
    ...(breaking > 0 ? [`**${plural(breaking, 'breaking contract change')}**`] : []),
    ...(findings > 0 ? [`${plural(findings, 'new finding')}`] : []),
    cost.length === 0
      ? 'no change of cost'
      : cost.map(({ environment, deltaUsd }) => `${environment} ${signed(deltaUsd)} USD a month`).join(', '),
  ].join('; ');
}

/** The comment on a pull request: the sentence, the environments, the risks; details folded. */
export function renderMarkdown(review: Review, gates: readonly GateResult[]): string {
  return [
    COMMENT_MARK,
    `## ${gates.every(({ passed }) => passed) ? '✅' : '❌'} ${summarize(review)}`,
    '',
    '| environment | resources | before | after | change | new findings |',
    '|---|---|---:|---:|---:|---:|',
    ...review.environments.map(environmentRow),
    '',
    ...review.environments.flatMap(costParagraph),
    ...gates
      .filter(({ passed }) => !passed)
      .flatMap(({ gate, reasons }) => [
        `**Stopped by the gate ${gate}:**`,
        '',
        ...reasons.map((reason) => `- ${cell(reason)}`),
        '',
      ]),
    ...contractSection(review.contracts),
    ...evolutionSection(review.evolutions),
    ...privacySection(review.privacy),
    ...review.environments.flatMap(environmentSection),
    `Prices as of ${review.pricesAsOf}; usage is derived from what is synthesized and from the workload of each environment. Compared with \`${review.base}\`. ` +
      `Reproduce offline: \`npx medallion review --base ${review.base}\`.`,
    '',
  ].join('\n');
}

/** Why the cost changes, for environments whose cost does. */
function costParagraph({ deltaUsd, costUnknown, costWhy }: EnvironmentReview): string[] {
  return Number(deltaUsd) === 0 && costUnknown.length === 0 ? [] : [cell(costWhy), ''];
}

function environmentRow({
  environment,
  stacks,
  beforeUsd,
  afterUsd,
  deltaUsd,
  deltaPercent,
  newFindings,
}: EnvironmentReview): string {
  const changes = stacks.flatMap((diff) => [...diff.changes, ...diff.parts]).length;
  const percent = deltaPercent === null ? '' : ` (${signed(String(deltaPercent))} %)`;
  return `| ${environment} | ${changes === 0 ? 'unchanged' : plural(changes, 'change')} | ${beforeUsd} | ${afterUsd} | ${signed(deltaUsd)}${percent} | ${newFindings.length} |`;
}

function contractSection(changes: readonly ContractChange[]): string[] {
  if (changes.length === 0) return [];
  const rows = changes.map(
    ({ impact, table, message, downstream }) =>
      `| ${impact} | ${table} | ${cell(message)} | ${downstream.length === 0 ? 'nothing' : downstream.join(', ')} |`,
  );
  return ['### Contracts', '', '| | table | what | read by |', '|---|---|---|---|', ...rows, ''];
}

function evolutionSection(evolutions: readonly Evolution[]): string[] {
  if (evolutions.length === 0) return [];
  const rows = evolutions.map(
    ({ table, kind, code, changes }) =>
      `| ${cell(table)} | ${kind} | ${code} | ${cell(changes.map(({ message }) => message).join('; '))} |`,
  );
  const note =
    'A decision needs `npx medallion contracts accept <table> <code>`. Gold whose SQL alone changes is made again, and not listed.';
  return ['### Tables that have rows', '', note, '', '| Table | Kind | Code | Why |', '|---|---|---|---|', ...rows, ''];
}

function privacySection(findings: readonly PrivacyFinding[]): string[] {
  if (findings.length === 0) return [];
  const rows = findings.map(
    ({ table, message, reason }) =>
      `| ${reason === undefined ? '❌' : 'accepted'} | ${table} | ${cell(message)} | ${cell(reason ?? 'none')} |`,
  );
  return ['### Privacy', '', '| | table | what weakens | reason |', '|---|---|---|---|', ...rows, ''];
}

function environmentSection({
  environment,
  stacks,
  costChanges,
  newFindings,
  resolvedFindings,
}: EnvironmentReview): string[] {
  const findings = [
    ...newFindings.map(
      ({ level, rule, resource, message }) =>
        `- **new ${level}** \`${rule}\` on ${resource?.path ?? ''}: ${cell(message)}`,
    ),
    ...resolvedFindings.map(({ rule, resource }) => `- resolved \`${rule}\` on ${resource?.path ?? ''}`),
  ];
  const cost = costChanges.map(
    ({ what, beforeUsd, afterUsd, deltaUsd }) => `| ${cell(what)} | ${beforeUsd} | ${afterUsd} | ${signed(deltaUsd)} |`,
  );
  if (stacks.length + findings.length + cost.length === 0) return [];
  return [
    `<details><summary><b>${environment}</b></summary>`,
    '',
    ...findings,
    ...(findings.length > 0 ? [''] : []),
    ...stacks.flatMap(stackTable),
    ...(cost.length > 0 ? ['| cost | before | after | USD a month |', '|---|---:|---:|---:|', ...cost, ''] : []),
    '</details>',
    '',
  ];
}

function stackTable({ stack, changes, parts }: StackDiff): string[] {
  const rows = changes.map((change) => `| ${VERBS[change.kind]} | \`${change.address}\` | ${describe(change)} |`);
  const settings = parts.map(
    (change) => `| ${PART_VERBS[change.kind]} | \`${change.address}\` | ${describePart(change)} |`,
  );
  return [
    ...(rows.length === 0 ? [] : [`| | resource of ${stack} | what |`, '|---|---|---|', ...rows, '']),
    ...(settings.length === 0 ? [] : [`| | setting of ${stack} | what |`, '|---|---|---|', ...settings, '']),
  ];
}

/** What a reader takes in of one resource; the JSON format has them all. */
const MOST_ARGUMENTS = 12;

/** What happens to one resource, in one table cell. */
export function describe(change: ResourceChange): string {
  const parts = [
    ...(change.loses === undefined ? [] : [`**DATA LOSS: ${change.loses}**`]),
    ...(change.from === undefined
      ? []
      : [`from \`${change.from}\`${change.kind === 'replaced' ? ' without a moved block' : ''}`]),
    ...change.arguments.slice(0, MOST_ARGUMENTS).map(describeArgument),
    ...(change.arguments.length > MOST_ARGUMENTS ? [`and ${change.arguments.length - MOST_ARGUMENTS} more`] : []),
  ];
  return parts.length === 0 ? change.path : parts.join('<br>');
}

export const PART_VERBS: Readonly<Record<PartChange['kind'], string>> = {
  removed: 'remove',
  changed: 'change',
  added: 'add',
};

/** What happens to a provider, a backend, a module and the like, in one table cell. */
export function describePart({ part, loses, risk, arguments: changed }: PartChange): string {
  const parts = [
    ...(loses === undefined ? [] : [`**LOSES ${loses}**`]),
    ...(risk === undefined ? [] : [`risk: ${risk}`]),
    ...changed.slice(0, MOST_ARGUMENTS).map(describeArgument),
    ...(changed.length > MOST_ARGUMENTS ? [`and ${changed.length - MOST_ARGUMENTS} more`] : []),
  ];
  return parts.length === 0 ? part : parts.join('<br>');
}

function describeArgument({ path, before, after, replaces }: ArgumentChange): string {
  return `\`${path}\`: \`${cell(show(before))}\` → \`${cell(show(after))}\`${replaces ? ' (forces a new resource)' : ''}`;
}

const LONGEST_VALUE = 80;

/** A value in as many characters as one can take in at a glance. */
export function show(value: Json | undefined): string {
  if (value === undefined) return 'none';
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return text.length > LONGEST_VALUE ? `${text.slice(0, LONGEST_VALUE)}…` : text;
}

function cell(text: string): string {
  return text.replaceAll('|', '\\|').replaceAll('\n', ' ');
}

function signed(amount: string): string {
  return Number(amount) > 0 ? `+${amount}` : amount;
}

function plural(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}
