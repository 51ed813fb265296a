/** What other people write reaches every output as text: it adds no markup, notifies nobody, and moves no cursor. */
import fc from 'fast-check';
import { XMLParser, XMLValidator } from 'fast-xml-parser';
import { parse, type DefaultTreeAdapterTypes } from 'parse5';
import type { TableName } from '../../contracts/contract';
import { renderAttention, renderPolicies } from '../../cli/commands/policy';
import { withoutControls } from '../../cli/terminal';
import { evaluatePolicies, type PolicyReport } from '../../policies/engine';
import { toJunit } from '../../policies/junit';
import { toMarkdown } from '../../policies/markdown';
import { nonCompliant, type Rule } from '../../policies/rule';
import { toSarif } from '../../policies/sarif';
import { judge } from '../../review/gates';
import { renderHtml } from '../../review/html';
import { renderMarkdown, renderRefusal } from '../../review/page';
import { reviewSides, type Review } from '../../review/review';
import { parseStack } from '../../synthesized/parse-stack';
import { HOSTILE } from '../support/hostile';
import { readPage } from '../support/markdown';
import { ACCOUNT, shippedContracts, sideOf } from './fixtures';

const HARMLESS = 'an ordinary value';

/** A review in which everything that people write is this value. */
function reviewOf(value: string): Review {
  const renamed = shippedContracts.map((contract) =>
    contract.name === 'gold.daily_metrics' ? { ...contract, description: value, grain: value, owner: value } : contract,
  );
  const review = reviewSides(
    sideOf('main'),
    sideOf(value, { account: { ...ACCOUNT, name: value, tags: { Owner: value, Extra: value } } }, renamed),
  );
  const [environment] = review.environments;
  const [stack] = environment?.stacks ?? [];
  const [change] = stack?.changes ?? [];
  if (environment === undefined || stack === undefined || change === undefined) throw new Error('no change');
  const argument = { path: value, before: value, after: value, replaces: true };
  return {
    ...review,
    base: value,
    environments: [
      {
        ...environment,
        environment: value,
        costUnknown: [value],
        costWhy: value,
        costChanges: [{ what: value, beforeUsd: '1.00', afterUsd: '2.00', deltaUsd: '1.00' }],
        newFindings: findingsOf(value).decisions,
        stacks: [
          {
            ...stack,
            stack: value,
            changes: [
              ...stack.changes,
              {
                ...change,
                address: value,
                path: value,
                from: value,
                reason: value,
                loses: value,
                arguments: [argument],
              },
            ],
            parts: [
              { kind: 'changed', part: 'provider', address: value, arguments: [argument], loses: value, risk: value },
            ],
          },
        ],
      },
    ],
    privacy: [{ table: value as TableName, edit: value, message: value, reason: value }],
    evolutions: [
      {
        table: value as TableName,
        kind: 'decision',
        code: value,
        changes: [{ kind: 'decision', what: value, column: value, message: value }],
      },
    ],
    notEvaluated: [{ environment: value, stack: value, address: value, reason: value }],
    notices: [value],
  };
}

function findingsOf(value: string): PolicyReport {
  const rule: Rule = {
    ...{ id: 'hostile', level: 'error', pack: 'baseline', waivable: true, when: 'review', controls: [], source: value },
    ...{ what: value, why: value, remedy: value },
    evaluate: (stack) => stack.resources.map((resource) => ({ resource, outcome: nonCompliant(value) })),
  };
  const stack = parseStack('dev', {
    resource: { azurerm_resource_group: { lake: { name: value, '//': { metadata: { path: value } } } } },
    module: { other: { source: value } },
  });
  const report = evaluatePolicies([{ ...stack, name: value }], [rule], [], '2026-11-30');
  return { ...report, notices: [value] };
}

/** What a page of Markdown is made of, without what it says. */
function shapeOf(page: string): unknown {
  const { html, links, images, headings, rows } = readPage(page);
  const own = html.map((tag) => tag.replace(/<b>.*<\/b>/, '<b></b>'));
  return { html: own, links, images, headings: headings.length, rows: rows.map((row) => row.length) };
}

const normal = (text: string): string => text.replace(/\s+/g, ' ').trim();
const CONTROL = /(?![\n\r\t])[\p{Cc}\u202a-\u202e\u2066-\u2069]/u;
const MENTION = /(?:@|#|\bGH-)[\p{L}\p{N}_-]/iu;

/** Names of elements and of their attributes, in their order. */
function elementsOf(page: string): readonly string[] {
  const found: string[] = [];
  const visit = (node: DefaultTreeAdapterTypes.Node): void => {
    if ('tagName' in node) found.push(`${node.tagName} ${node.attrs.map(({ name }) => name).join(' ')}`);
    if ('childNodes' in node) node.childNodes.forEach(visit);
  };
  visit(parse(page));
  return found;
}

describe.each(HOSTILE.map((value) => [JSON.stringify(value), value]))('%s', (_, value) => {
  const [review, harmless] = [reviewOf(value), reviewOf(HARMLESS)];

  it('is text in the comment', () => {
    const page = renderMarkdown(review, judge(review));
    expect(shapeOf(page)).toEqual(shapeOf(renderMarkdown(harmless, judge(harmless))));
    expect(readPage(page).prose).not.toMatch(MENTION);
    expect(readPage(page).text).not.toMatch(CONTROL);
  });

  it('is text in the comment of a refused synthesis', () => {
    const page = renderRefusal(value, value);
    expect(shapeOf(page)).toEqual(shapeOf(renderRefusal(HARMLESS, HARMLESS)));
    expect(readPage(page).prose).not.toMatch(MENTION);
  });

  it('is text in the Markdown of policies', () => {
    expect(shapeOf(toMarkdown(findingsOf(value)))).toEqual(shapeOf(toMarkdown(findingsOf(HARMLESS))));
  });

  it('is text in HTML', () => {
    const page = renderHtml(review, judge(review));
    expect(elementsOf(page)).toEqual(elementsOf(renderHtml(harmless, judge(harmless))));
  });

  it('is no link in SARIF, and no other file', () => {
    const log = toSarif(findingsOf(value), 'cdktf.out', '1.0.0');
    const [result] = log.runs[0]?.results ?? [];
    expect(result?.message.text).not.toMatch(/(^|[^\\])\[[^\]]*\]\(/);
    const uri = result?.locations?.[0]?.physicalLocation?.artifactLocation?.uri ?? '';
    expect(new URL(uri, 'file:///work/').pathname.split('/')).toHaveLength(
      '/work/cdktf.out/stacks/x/y'.split('/').length,
    );
  });

  it('is text in JUnit', () => {
    const xml = toJunit(findingsOf(value));
    expect(XMLValidator.validate(xml)).toBe(true);
    // Forbidden in XML 1.0 in any form, which the validator does not know.
    expect(xml).not.toMatch(CONTROL);
    expect(xml).not.toMatch(/&#x?0*(?:[0-8bcef]|1[0-9a-f]);/i);
    const read = new XMLParser({ ignoreAttributes: false }).parse(xml) as { testsuites: { testsuite: unknown[] } };
    expect(JSON.stringify(read.testsuites).match(/"failure"/g)).toHaveLength(1);
  });

  it('moves no cursor on a terminal', () => {
    let shown = '';
    const sink = (text: string): void => void (shown += text);
    const terminal = withoutControls({ interactive: true, result: sink, note: sink, clearLine: () => undefined });
    terminal.result(renderPolicies(findingsOf(value)));
    terminal.note(renderAttention(findingsOf(value)));
    expect(shown).not.toMatch(CONTROL);
  });
});

describe('drawn values', () => {
  const pieces = fc.array(fc.oneof(fc.constantFrom(...HOSTILE, '|', '\\', '`', '\n', '*', '<', '@a'), fc.string()), {
    maxLength: 6,
  });

  it('never change what a comment is made of', () => {
    const shape = shapeOf(renderMarkdown(reviewOf(HARMLESS), []));
    fc.assert(
      fc.property(pieces, (parts) => {
        // An empty cell is a cell; an empty paragraph is none.
        const page = renderMarkdown(reviewOf(`x${parts.join('')}`), []);
        expect(shapeOf(page)).toEqual(shape);
      }),
      { numRuns: 25 },
    );
  });

  it('are read back from a cell as they were written', () => {
    fc.assert(
      fc.property(pieces, (parts) => {
        const value = `x${parts.join('')}`.replace(/[\p{Cc}\u202a-\u202e\u2066-\u2069]/gu, ' ').replace(/[@#&:-]/g, '');
        const page = renderRefusal(value, undefined);
        expect(normal(readPage(page).text)).toContain(normal(value).replace(/\\$/, ''));
      }),
      { numRuns: 25 },
    );
  });
});

describe('the limit of a comment', () => {
  it('is kept by 500 changes, with what counts first', () => {
    const review = reviewOf('value '.repeat(400));
    const [environment] = review.environments;
    const [stack] = environment?.stacks ?? [];
    const [change] = stack?.changes ?? [];
    if (environment === undefined || stack === undefined || change === undefined) throw new Error('no change');
    const changes = Array.from({ length: 500 }, (_, index) => ({ ...change, address: `azurerm_x.number${index}` }));
    const large = { ...review, environments: [{ ...environment, stacks: [{ ...stack, changes }] }] };
    const whole = renderMarkdown(large, judge(large));
    expect(whole.length).toBeGreaterThan(65_536);
    const page = renderMarkdown(large, judge(large), { limit: 65_000, link: 'https://ci.example/run/1' });
    expect(page.length).toBeLessThanOrEqual(65_000);
    const { headings, links, html } = readPage(page);
    expect(links).toEqual(['https://ci.example/run/1']);
    expect(headings.slice(1, 5)).toEqual(['Data loss', 'Privacy', 'Money', 'Not evaluated']);
    expect(html.filter((tag) => tag.startsWith('<details>')).length).toBe(
      html.filter((tag) => tag === '</details>').length,
    );
    expect(readPage(page).text).toContain('more entries');
  });
});
