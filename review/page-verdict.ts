/** What a reviewer reads before anything else. */
import { bullets, code, heading, line, paragraph, strong, table, type MarkdownNode } from '../shared/markdown';
import { counted } from '../shared/plural';
import type { GateResult } from './gates';
import type { PrivacyFinding } from './privacy-diff';
import type { EnvironmentReview, Review } from './review';
import { PART_VERBS, signed, VERBS, whyGone } from './words';

/** The first entries, and how many there are beyond them. */
export function capped<Entry>(
  entries: readonly Entry[],
  most: number,
  render: (shown: readonly Entry[]) => readonly MarkdownNode[],
): readonly MarkdownNode[] {
  const hidden = entries.length - most;
  return [
    ...(entries.length > 0 && most > 0 ? render(entries.slice(0, most)) : []),
    ...(hidden > 0 ? [paragraph(`and ${counted(hidden, 'more entry', 'more entries')}`)] : []),
  ];
}

export function gateSection(gates: readonly GateResult[], most: number): readonly MarkdownNode[] {
  return gates
    .filter(({ passed }) => !passed)
    .flatMap(({ gate, reasons }) => [
      paragraph(strong(`Stopped by the gate ${gate}:`)),
      ...capped(reasons, most, (shown) => bullets(shown)),
    ]);
}

export function lossSection(environments: readonly EnvironmentReview[], most: number): readonly MarkdownNode[] {
  const losses = environments.flatMap(({ stacks }) =>
    stacks.flatMap(({ stack, changes, parts }) => [
      ...parts
        .filter(({ loses }) => loses !== undefined)
        .map(({ kind, address, loses = '', arguments: changed }) => ({
          ...{ stack, verb: PART_VERBS[kind], address, loses },
          why: changed.length === 0 ? '' : `${changed.map(({ path }) => path).join(', ')} changes`,
        })),
      ...changes
        .filter(({ loses }) => loses !== undefined)
        .map((change) => ({
          ...{ stack, verb: VERBS[change.kind], address: change.address, loses: change.loses ?? '' },
          why: whyGone(change) ?? '',
        })),
    ]),
  );
  if (losses.length === 0) return [];
  return [
    heading(3, 'Data loss'),
    ...capped(losses, most, (shown) => [
      table(
        ['stack', '', 'resource', 'loses', 'why'],
        shown.map(({ stack, verb, address, loses, why }) => [stack, verb, code(address), loses, why]),
      ),
    ]),
  ];
}

export function privacySection(findings: readonly PrivacyFinding[], most: number): readonly MarkdownNode[] {
  if (findings.length === 0) return [];
  return [
    heading(3, 'Privacy'),
    ...capped(findings, most, (shown) => [
      table(
        ['', 'table', 'what weakens', 'reason'],
        shown.map(({ table: name, message, reason }) => [
          reason === undefined ? '❌' : 'accepted',
          name,
          message,
          reason ?? 'none',
        ]),
      ),
    ]),
  ];
}

export function moneySection(environments: readonly EnvironmentReview[], most: number): readonly MarkdownNode[] {
  return [
    heading(3, 'Money'),
    ...capped(environments, most, (shown) => [
      table(
        [
          'environment',
          'resources',
          { title: 'before', align: 'right' },
          { title: 'after', align: 'right' },
          { title: 'change', align: 'right' },
          { title: 'new findings', align: 'right' },
        ],
        shown.map(environmentRow),
      ),
      ...shown
        .filter(({ deltaUsd, costUnknown }) => Number(deltaUsd) !== 0 || costUnknown.length > 0)
        .map(({ costWhy }) => paragraph(costWhy)),
    ]),
  ];
}

function environmentRow(review: EnvironmentReview): readonly string[] {
  const { environment, stacks, beforeUsd, afterUsd, deltaUsd, deltaPercent, newFindings } = review;
  const changes = stacks.flatMap((diff) => [...diff.changes, ...diff.parts]).length;
  const percent = deltaPercent === null ? '' : ` (${signed(String(deltaPercent))} %)`;
  return [
    environment,
    changes === 0 ? 'unchanged' : counted(changes, 'change'),
    beforeUsd,
    afterUsd,
    `${signed(deltaUsd)}${percent}`,
    String(newFindings.length),
  ];
}

/** Counted in every review: an empty list is a statement too. */
export function unknownSection(review: Review, most: number): readonly MarkdownNode[] {
  const { environments, notEvaluated, notices, undecided } = review;
  const unpriced = environments.flatMap(({ environment, costUnknown }) =>
    costUnknown.map((what) => line(`cost of ${environment}: ${what}`)),
  );
  const entries = [
    ...notEvaluated.map(({ stack, address, reason }) => line(`${stack}: `, code(address), `: ${reason}`)),
    ...unpriced,
    ...notices.map((notice) => line(`notice: ${notice}`)),
  ];
  return [
    heading(3, 'Not evaluated'),
    paragraph(
      `${counted(notEvaluated.length, 'module or foreign resource', 'modules and foreign resources')}, ` +
        `${counted(unpriced.length, 'unknown cost')}, ${counted(undecided, 'undecided rule result')}, ` +
        `${counted(notices.length, 'notice')}. Minutes and dollars of the next run are not derived.`,
    ),
    ...capped(entries, most, (shown) => bullets(shown)),
  ];
}
