/**
 * Markdown made from a syntax tree. A library escapes each text for the place it is put in, so that no description, name or
 * file of somebody's becomes markup.
 */
import escapeHtml from 'escape-html';
import toMarkdown from 'mdast-util-to-markdown';
import { oneLine } from './visible';

/** A node of mdast, as far as we make them. */
export interface MarkdownNode {
  readonly type: string;
  readonly value?: string;
  readonly depth?: number;
  readonly ordered?: boolean;
  readonly spread?: boolean;
  readonly url?: string;
  readonly align?: readonly (Align | null)[];
  readonly children?: readonly MarkdownNode[];
}

export type Align = 'left' | 'right';
export type Inline = readonly MarkdownNode[];
type Content = string | Inline;

/** Kept short, so that one text does not fill a page. */
const LONGEST_TEXT = 2000;
/** `@team`, `#12`, `GH-12` and `mailto:` notify people, link issues and addresses. A space of no width after the sign keeps them text. */
const REFERENCE = /(@|#|\bGH-|\b(?:mailto|xmpp):)(?=[\p{L}\p{N}_-])/giu;
/** Where a table cell and a code span do not agree on what a backslash or a pipe is, and what a span cannot hold at all. */
const NOT_CODE = /[`|\\]/;

/** A value as it reads, on one line. */
export function text(value: string): Inline {
  return [{ type: 'text', value: inert(value) }];
}

/** A name or a value of the machine. */
export function code(value: string): Inline {
  const line = shortened(oneLine(value)).trim();
  return line === '' || NOT_CODE.test(line) ? text(line) : [{ type: 'inlineCode', value: line }];
}

export function strong(content: Content): Inline {
  return [{ type: 'strong', children: inline(content) }];
}

/** To an address that we made, never to one that comes from data. */
export function link(url: string, label: string): Inline {
  return [{ type: 'link', url, children: text(label) }];
}

/** Parts one after another; texts are escaped. */
export function line(...parts: readonly Content[]): Inline {
  return parts.flatMap(inline);
}

/** Lines inside one cell of a table. */
export function lines(parts: readonly Content[]): Inline {
  return parts.flatMap((part, index) => [...(index === 0 ? [] : [markup('<br>')]), ...inline(part)]);
}

export function heading(depth: number, content: Content): MarkdownNode {
  return { type: 'heading', depth, children: inline(content) };
}

export function paragraph(content: Content): MarkdownNode {
  return { type: 'paragraph', children: inline(content) };
}

export function bullets(items: readonly Content[]): readonly MarkdownNode[] {
  if (items.length === 0) return [];
  const children = items.map((item) => ({ type: 'listItem', spread: false, children: [paragraph(item)] }));
  return [{ type: 'list', ordered: false, spread: false, children }];
}

export interface Head {
  readonly title: string;
  readonly align?: Align;
}

export function table(head: readonly (string | Head)[], rows: readonly (readonly Content[])[]): MarkdownNode {
  const heads = head.map((one): Head => (typeof one === 'string' ? { title: one } : one));
  return {
    type: 'table',
    align: heads.map(({ align }) => align ?? null),
    children: [heads.map(({ title }) => title), ...rows].map((cells) => ({
      type: 'tableRow',
      children: cells.map((cell) => ({ type: 'tableCell', children: inline(cell) })),
    })),
  };
}

/** Folded away until somebody asks. */
export function details(summary: string, content: readonly MarkdownNode[]): readonly MarkdownNode[] {
  const title = escapeHtml(inert(summary));
  return [markup(`<details><summary><b>${title}</b></summary>`), ...content, markup('</details>')];
}

/** Markup of our own, such as a comment by which a page is found again. Never anything that comes from data. */
export function markup(value: string): MarkdownNode {
  return { type: 'html', value };
}

export function renderMarkdown(content: readonly MarkdownNode[]): string {
  return toMarkdown({ type: 'root', children: content } as MarkdownNode, OPTIONS);
}

/** What GitHub adds to the Markdown that the library knows: struck text, bare addresses, tables. */
const OPTIONS: toMarkdown.Options = {
  bullet: '-',
  listItemIndent: 'one',
  unsafe: [
    { character: '~', inConstruct: 'phrasing' },
    { character: '|', inConstruct: 'phrasing' },
    { character: ':', before: '[ps]', after: '\\/', inConstruct: 'phrasing' },
    { character: '.', before: '[Ww]', after: '[\\-.\\w]', inConstruct: 'phrasing' },
  ],
  handlers: { table: (node) => tableLines(node as MarkdownNode).join('\n') },
};

function tableLines({ align = [], children: rows = [] }: MarkdownNode): readonly string[] {
  const [head = '', ...body] = rows.map(({ children: cells = [] }) => row(cells.map(renderCell)));
  return [head, row(align.map((side) => (side === 'right' ? '-:' : '-'))), ...body];
}

/** A cell is a paragraph of one line. */
function renderCell({ children = [] }: MarkdownNode): string {
  return renderMarkdown([{ type: 'paragraph', children }]).trim();
}

function row(cells: readonly string[]): string {
  return `| ${cells.join(' | ')} |`;
}

/** A table alone, of texts. */
export function renderTable(head: readonly (string | Head)[], rows: readonly (readonly string[])[]): string {
  return renderMarkdown([table(head, rows)]);
}

function inline(content: Content): Inline {
  return typeof content === 'string' ? text(content) : content;
}

function inert(value: string): string {
  // A backslash at the end would take its meaning from the markup that follows the text.
  return shortened(oneLine(value)).replace(REFERENCE, '$1\u200b').replace(/\\$/, '\\\u200b');
}

function shortened(value: string): string {
  return value.length > LONGEST_TEXT ? `${value.slice(0, LONGEST_TEXT)}…` : value;
}
