import MarkdownIt from 'markdown-it';

/** Reads Markdown as GitHub does: tables, addresses in text, HTML. An implementation that has nothing to do with ours. */
const reader = new MarkdownIt({ html: true, linkify: true });

// GitHub links `name.ac` to nothing.
reader.linkify.set({ fuzzyLink: false });

/** Lines of a page without the backslashes that keep a character from being markup. */
export function plainLines(page: string): readonly string[] {
  return page.replaceAll(/\\([!-/:-@[-`{-~])/g, '$1').split('\n');
}

export interface Reading {
  /** Every kind of markup on the page that a value could have smuggled in. */
  readonly html: readonly string[];
  readonly links: readonly string[];
  readonly images: number;
  readonly headings: readonly string[];
  /** Text of each cell, by row. */
  readonly rows: readonly (readonly string[])[];
  /** Everything that a reader sees. */
  readonly text: string;
  /** The same without code, in which GitHub looks for no names and no issues. */
  readonly prose: string;
}

export function readPage(page: string): Reading {
  const tokens = reader.parse(page, {});
  const flat = tokens.flatMap((token) => [token, ...(token.children ?? [])]);
  const rows: string[][] = [];
  const headings: string[] = [];
  tokens.forEach((token, index) => {
    const textOf = (): string => shownBy(tokens[index + 1]?.children ?? []);
    if (token.type === 'tr_open') rows.push([]);
    if (token.type === 'td_open' || token.type === 'th_open') rows.at(-1)?.push(textOf());
    if (token.type === 'heading_open') headings.push(textOf());
  });
  return {
    html: flat.filter(({ type }) => type.startsWith('html')).map(({ content }) => content.trim()),
    links: flat.filter(({ type }) => type === 'link_open').map((token) => String(token.attrGet('href'))),
    images: flat.filter(({ type }) => type === 'image').length,
    headings,
    rows,
    text: tokens.map(({ children }) => shownBy(children ?? [])).join('\n'),
    prose: tokens
      .map(({ children }) => shownBy((children ?? []).filter(({ type }) => type !== 'code_inline')))
      .join('\n'),
  };
}

function shownBy(children: readonly { readonly type: string; readonly content: string }[]): string {
  return children
    .map(({ type, content }) => (type === 'text' || type === 'code_inline' || type === 'text_special' ? content : ' '))
    .join('')
    .trim();
}
