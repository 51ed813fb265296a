import {
  code,
  line,
  link,
  markup,
  heading,
  paragraph,
  renderMarkdown as render,
  type MarkdownNode,
} from '../shared/markdown';
import type { GateResult } from './gates';
import { contractSection, environmentSections, evolutionSection } from './page-details';
import { gateSection, lossSection, moneySection, privacySection, unknownSection } from './page-verdict';
import type { Review } from './review';
import { summarize } from './words';

/** By which the workflow finds its own comment, to update it instead of adding another one. */
export const COMMENT_MARK = '<!-- medallion-review -->';

export interface PageOptions {
  /** Most characters that the page may have. @default - any number */
  readonly limit?: number;
  /** Where the whole review is, for a page that is cut. @default - it is made again with the command at the end */
  readonly link?: string;
}

/** Rows of a list or table that a page may have, tried one after another until it is short enough. */
const ROWS = [Infinity, 200, 100, 50, 20, 10, 5, 2, 1, 0];

/** The comment on a pull request: verdict, data loss, privacy, money, what was not evaluated; then the details, folded. */
export function renderMarkdown(
  review: Review,
  gates: readonly GateResult[],
  { limit = Infinity, link: whole }: PageOptions = {},
): string {
  for (const most of ROWS) {
    const page = render(pageOf(review, gates, most, whole));
    if (page.length <= limit) return page;
  }
  // With no row at all a page is a dozen sentences of limited length.
  return render(pageOf(review, gates, 0, whole)).slice(0, limit);
}

function pageOf(review: Review, gates: readonly GateResult[], most: number, whole?: string): readonly MarkdownNode[] {
  const passed = gates.every((gate) => gate.passed);
  return [
    markup(COMMENT_MARK),
    heading(2, `${passed ? '✅' : '❌'} ${summarize(review)}`),
    ...(most === Infinity ? [] : [shortened(most, whole)]),
    ...gateSection(gates, most),
    ...lossSection(review.environments, most),
    ...privacySection(review.privacy, most),
    ...moneySection(review.environments, most),
    ...unknownSection(review, most),
    ...contractSection(review, most),
    ...evolutionSection(review.evolutions, most),
    ...environmentSections(review.environments, most),
    paragraph(
      line(
        `Prices as of ${review.pricesAsOf}; usage is derived from what is synthesized and from the workload of each environment. `,
        `Compared with ${review.base}. Reproduce offline: `,
        code(`npx medallion review --base ${review.base}`),
      ),
    ),
  ];
}

function shortened(most: number, whole: string | undefined): MarkdownNode {
  const told = `This page is a summary: at most ${most} entries of each list, because a comment has a limit. The rest is `;
  return paragraph(
    whole === undefined
      ? `${told}in what the command at the end prints.`
      : line(told, link(whole, 'in the whole review'), '.'),
  );
}

/** The comment where there is nothing to compare, because the new sources were refused. */
export function renderRefusal(message: string, remedy: string | undefined, whole?: string): string {
  return render([
    markup(COMMENT_MARK),
    heading(2, '❌ Not reviewed: the sources do not synthesize'),
    paragraph(message),
    ...(remedy === undefined ? [] : [paragraph(line('Remedy: ', remedy))]),
    paragraph(
      'No difference, no finding and no cost is known for this commit; an earlier review does not apply to it.',
    ),
    ...(whole === undefined ? [] : [paragraph(link(whole, 'What the run printed'))]),
  ]);
}
