import Table from 'cli-table3';
import { renderTable as renderMarkdown } from '../shared/markdown';
import type { Change } from '../delivery/target';

export { count } from '../report/numbers';

const BARE = {
  ...{ top: '', 'top-mid': '', 'top-left': '', 'top-right': '' },
  ...{ bottom: '', 'bottom-mid': '', 'bottom-left': '', 'bottom-right': '' },
  ...{ left: '', 'left-mid': '', mid: '', 'mid-mid': '', right: '', 'right-mid': '', middle: '  ' },
};

export type Align = 'left' | 'right';

export interface PrintedColumn<Row> {
  readonly title: string;
  /** @default 'left' */
  readonly align?: Align;
  readonly value: (row: Row) => string;
}

/** Columns under titles, two spaces between them, no frame: it reads well and cuts well. */
export function renderTable<Row>(columns: readonly PrintedColumn<Row>[], rows: readonly Row[]): string {
  const table = new Table({
    head: columns.map(({ title }) => title),
    colAligns: columns.map(({ align }) => align ?? 'left'),
    chars: BARE,
    style: { head: [], border: [], 'padding-left': 0, 'padding-right': 0 },
  });
  table.push(...rows.map((row) => columns.map(({ value }) => value(row))));
  return `${trimEnds(table.toString())}\n`;
}

/** The same for a ticket or a job's page. */
export function renderMarkdownTable<Row>(columns: readonly PrintedColumn<Row>[], rows: readonly Row[]): string {
  return renderMarkdown(
    columns.map(({ title, align = 'left' }) => ({ title, align })),
    rows.map((row) => columns.map(({ value }) => value(row))),
  );
}

/** One line a change; nothing for none. */
export function renderChanges(changes: readonly Change[]): string {
  return changes.map(({ action, kind, name, reason }) => `${action} ${kind} ${name}: ${reason}\n`).join('');
}

/** What a dry run found. */
export function renderPlan(target: string, changes: readonly Change[], format: string): string {
  if (format === 'json') return renderJson({ target, dryRun: true, changes });
  return changes.length === 0
    ? `nothing would change on ${target}\n`
    : `would change on ${target}:\n${renderChanges(changes)}`;
}

export function renderJson(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}

function trimEnds(text: string): string {
  return text
    .split('\n')
    .map((line) => line.trimEnd())
    .join('\n');
}

export function fixed(value: number, digits = 1): string {
  return value.toFixed(digits);
}
