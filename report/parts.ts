import { html, type Html } from './html';

/** A named part of the page with one sentence on what it shows. */
export function section(id: string, title: string, about: string | Html, content: readonly Html[]): Html {
  return html`<section id="${id}" aria-labelledby="${id}-title">
    <h2 id="${id}-title">${title}</h2>
    <p class="about">${about}</p>
    ${content}
  </section>`;
}

export interface Cell {
  readonly content: string | Html;
  /** Right-aligned figure. @default false */
  readonly number?: boolean;
}

export const text = (content: string | Html): Cell => ({ content });
export const figure = (content: string | Html): Cell => ({ content, number: true });

/** The first cell of each row names it. A wide table scrolls inside its own box, by keyboard too. */
export function table(label: string, head: readonly Cell[], rows: readonly (readonly Cell[])[]): Html {
  return html`<div class="scroll" tabindex="0" role="region" aria-label="${label}">
    <table>
      <thead>
        <tr>
          ${head.map((cell) => html`<th scope="col" class="${align(cell)}">${cell.content}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${rows.map(
          (row) =>
            html`<tr>
              ${row.map(bodyCell)}
            </tr>`,
        )}
      </tbody>
    </table>
  </div>`;
}

function bodyCell(cell: Cell, index: number): Html {
  return index === 0
    ? html`<th scope="row" class="${align(cell)}">${cell.content}</th>`
    : html`<td class="${align(cell)}">${cell.content}</td>`;
}

function align({ number }: Cell): string {
  return number === true ? 'n' : '';
}

export type Tone = 'good' | 'bad' | 'warn' | 'plain';

export function tag(tone: Tone, words: string): Html {
  return html`<span class="tag ${tone}">${words}</span>`;
}

export function details(summary: string, content: Html): Html {
  return html`<details>
    <summary>${summary}</summary>
    ${content}
  </details>`;
}

export const NOTHING = html``;
