import type { Json } from '../policies/json';
import type { ArgumentChange, ChangeKind, ResourceChange, StackDiff } from './diff';

const VERBS: Readonly<Record<ChangeKind, string>> = {
  removed: 'destroy',
  replaced: 'replace',
  moved: 'move',
  changed: 'change',
  added: 'add',
};

/** One sentence: how much changes, and whether data is lost. */
export function summarize(diffs: readonly StackDiff[]): string {
  const changes = diffs.flatMap((diff) => diff.changes);
  if (changes.length === 0) return 'No change of infrastructure.';
  const counts = (Object.keys(VERBS) as ChangeKind[])
    .map((kind) => ({ kind, count: changes.filter((change) => change.kind === kind).length }))
    .filter(({ count }) => count > 0)
    .map(({ kind, count }) => `${count} to ${VERBS[kind]}`);
  const lost = changes.filter(({ loses }) => loses !== undefined);
  const loss =
    lost.length === 0
      ? 'no data is lost'
      : `**DATA LOSS in ${lost.length} ${lost.length === 1 ? 'resource' : 'resources'}**`;
  return `${counts.join(', ')}; ${loss}.`;
}

/** The pull-request comment, in Markdown: the sentence, then each stack that changes, worst change first. */
export function renderMarkdown(diffs: readonly StackDiff[]): string {
  const sections = diffs.filter(({ changes }) => changes.length > 0).map(renderStack);
  return [`## Infrastructure`, '', summarize(diffs), ...sections].join('\n') + '\n';
}

function renderStack({ stack, changes }: StackDiff): string {
  const rows = changes.map((change) => `| ${VERBS[change.kind]} | \`${change.address}\` | ${describe(change)} |`);
  return ['', `### ${stack}`, '', '| | resource | what |', '|---|---|---|', ...rows].join('\n');
}

/** One line, without table syntax. */
export function describe(change: ResourceChange): string {
  const parts = [
    ...(change.loses === undefined ? [] : [`**DATA LOSS: ${change.loses}**`]),
    ...(change.from === undefined
      ? []
      : [`from \`${change.from}\`${change.kind === 'replaced' ? ' without a moved block' : ''}`]),
    ...change.arguments.map(describeArgument),
  ];
  return parts.length === 0 ? change.path : parts.join('<br>');
}

function describeArgument({ path, before, after, replaces }: ArgumentChange): string {
  return `\`${path}\`: ${show(before)} → ${show(after)}${replaces ? ' (forces a new resource)' : ''}`;
}

const LONGEST_VALUE = 80;

function show(value: Json | undefined): string {
  if (value === undefined) return '_none_';
  const text = (typeof value === 'string' ? value : JSON.stringify(value)).replaceAll('|', '\\|').replaceAll('\n', ' ');
  return `\`${text.length > LONGEST_VALUE ? `${text.slice(0, LONGEST_VALUE)}…` : text}\``;
}
