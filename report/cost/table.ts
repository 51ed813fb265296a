/** Sections and tables of the cost report as plain data: the page and the Markdown are two forms of the same. */
import type { Part } from '../../finops/actuals/spend';
import { dollars } from '../numbers';

export interface Column {
  readonly title: string;
  readonly isFigure: boolean;
}

export interface CostTable {
  readonly label: string;
  readonly columns: readonly Column[];
  readonly rows: readonly (readonly string[])[];
}

export interface CostSection {
  readonly id: string;
  readonly title: string;
  readonly about: string;
  readonly tables: readonly CostTable[];
  readonly notes: readonly string[];
}

export function word(title: string): Column {
  return { title, isFigure: false };
}

export function money(title: string): Column {
  return { title, isFigure: true };
}

export function parts(label: string, first: string, list: readonly Part[]): CostTable {
  return {
    label,
    columns: [word(first), money('USD'), money('%')],
    rows: list.map(({ name, usd: amount, percent }) => [name, amount, percent]),
  };
}

export function usd(text: string): string {
  return text.startsWith('-') ? `-${dollars(text.slice(1))}` : dollars(text);
}

export function signed(text: string): string {
  return text.startsWith('-') ? `${dollars(text.slice(1))} less` : `${dollars(text)} more`;
}
