/** The rest of the page of a review: contracts, then each environment folded away. */
import {
  bullets,
  code,
  details,
  heading,
  line,
  lines,
  paragraph,
  strong,
  table,
  type Inline,
  type MarkdownNode,
} from '../shared/markdown';
import type { Evolution } from '../contracts/evolve';
import type { StackDiff } from './diff';
import type { ResourceChange } from './resource-change';
import { capped } from './page-verdict';
import type { PartChange } from './part-diff';
import type { EnvironmentReview, Review } from './review';
import type { ArgumentChange } from './values';
import { nextRun, PART_VERBS, show, signed, VERBS } from './words';

export function contractSection(review: Review, most: number): readonly MarkdownNode[] {
  if (review.contracts.length === 0) return [];
  return [
    heading(3, 'Contracts'),
    ...capped(review.contracts, most, (shown) => [
      table(
        ['', 'table', 'what', 'before', 'after', 'read by', 'the next run'],
        shown.map((change) => [
          change.impact,
          change.table,
          change.message,
          code(show(change.before)),
          code(show(change.after)),
          change.downstream.length === 0 ? 'nothing' : change.downstream.join(', '),
          nextRun(change, review),
        ]),
      ),
    ]),
  ];
}

export function evolutionSection(evolutions: readonly Evolution[], most: number): readonly MarkdownNode[] {
  if (evolutions.length === 0) return [];
  return [
    heading(3, 'Tables that have rows'),
    paragraph(
      line(
        'A decision needs ',
        code('npx medallion contracts accept <table> <code>'),
        '. Gold whose SQL alone changes is made again, and not listed.',
      ),
    ),
    ...capped(evolutions, most, (shown) => [
      table(
        ['Table', 'Kind', 'Code', 'Why'],
        shown.map((one) => [one.table, one.kind, one.code, one.changes.map(({ message }) => message).join('; ')]),
      ),
    ]),
  ];
}

export function environmentSections(environments: readonly EnvironmentReview[], most: number): readonly MarkdownNode[] {
  return capped(
    environments.filter(
      ({ stacks, newFindings, resolvedFindings, costChanges }) =>
        stacks.length + newFindings.length + resolvedFindings.length + costChanges.length > 0,
    ),
    most,
    (shown) => shown.flatMap((environment) => environmentSection(environment, most)),
  );
}

function environmentSection(review: EnvironmentReview, most: number): readonly MarkdownNode[] {
  const { environment, stacks, costChanges, newFindings, resolvedFindings } = review;
  const findings = [
    ...newFindings.map(({ level, rule, resource, message }) =>
      line(strong(`new ${level}`), ' ', code(rule), ` on ${resource?.path ?? ''}: ${message}`),
    ),
    ...resolvedFindings.map(({ rule, resource }) => line('resolved ', code(rule), ` on ${resource?.path ?? ''}`)),
  ];
  return details(environment, [
    ...capped(findings, most, bullets),
    ...stacks.flatMap((stack) => stackTables(stack, most)),
    ...capped(costChanges, most, (shown) => [
      table(
        [
          'cost',
          { title: 'before', align: 'right' },
          { title: 'after', align: 'right' },
          { title: 'USD a month', align: 'right' },
        ],
        shown.map(({ what, beforeUsd, afterUsd, deltaUsd }) => [what, beforeUsd, afterUsd, signed(deltaUsd)]),
      ),
    ]),
  ]);
}

function stackTables({ stack, changes, parts }: StackDiff, most: number): readonly MarkdownNode[] {
  return [
    ...capped(changes, most, (shown) => [
      table(
        ['', `resource of ${stack}`, 'what'],
        shown.map((change) => [VERBS[change.kind], code(change.address), describe(change)]),
      ),
    ]),
    ...capped(parts, most, (shown) => [
      table(
        ['', `setting of ${stack}`, 'what'],
        shown.map((change) => [PART_VERBS[change.kind], code(change.address), describePart(change)]),
      ),
    ]),
  ];
}

/** What a reader takes in of one resource; the JSON format has them all. */
const MOST_ARGUMENTS = 12;

/** What happens to one resource, in one table cell. */
function describe(change: ResourceChange): Inline {
  const parts = [
    ...(change.loses === undefined ? [] : [strong(`DATA LOSS: ${change.loses}`)]),
    ...(change.blockedBy === undefined ? [] : [strong(`BLOCKED BY THE LOCK ${change.blockedBy}`)]),
    ...(change.from === undefined
      ? []
      : [line('from ', code(change.from), change.kind === 'replaced' ? ' without a moved block' : '')]),
    ...(change.reason === undefined ? [] : [line(change.reason)]),
    ...change.arguments.slice(0, MOST_ARGUMENTS).map(describeArgument),
    ...(change.arguments.length > MOST_ARGUMENTS ? [line(`and ${change.arguments.length - MOST_ARGUMENTS} more`)] : []),
  ];
  return parts.length === 0 ? line(change.path) : lines(parts);
}

/** What happens to a provider, a backend, a module and the like, in one table cell. */
function describePart({ part, loses, risk, arguments: changed }: PartChange): Inline {
  const parts = [
    ...(loses === undefined ? [] : [strong(`LOSES ${loses}`)]),
    ...(risk === undefined ? [] : [line(`risk: ${risk}`)]),
    ...changed.slice(0, MOST_ARGUMENTS).map(describeArgument),
    ...(changed.length > MOST_ARGUMENTS ? [line(`and ${changed.length - MOST_ARGUMENTS} more`)] : []),
  ];
  return parts.length === 0 ? line(part) : lines(parts);
}

function describeArgument({ path, before, after, replaces }: ArgumentChange): Inline {
  return line(
    code(path),
    ': ',
    code(show(before)),
    ' → ',
    code(show(after)),
    replaces ? ' (forces a new resource)' : '',
  );
}
