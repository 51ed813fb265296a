import type { CostReport } from '../../finops/actuals/cost-report';
import { renderTable } from '../../shared/markdown';
import { costSections, summary } from './sections';

/** Rows of one table that a summary of a workflow shows; the page and the JSON have all. */
const MOST_ROWS = 20;

export function costReportMarkdown(report: CostReport): string {
  return [
    `# Cost of ${report.environment}, ${report.month}`,
    '',
    summary(report),
    ...costSections(report).flatMap(({ title, about, tables, notes }) => [
      '',
      `## ${title}`,
      '',
      about,
      ...tables
        .filter(({ rows }) => rows.length > 0)
        .flatMap(({ label, columns, rows }) => [
          '',
          `**${label}**`,
          '',
          renderTable(
            columns.map((column) => column.title),
            rows.slice(0, MOST_ROWS),
          ).trimEnd(),
          ...(rows.length > MOST_ROWS ? ['', `${String(rows.length - MOST_ROWS)} more rows are on the page.`] : []),
        ]),
      ...(notes.length === 0 ? [] : ['', ...notes.map((note) => `- ${note}`)]),
    ]),
    '',
  ].join('\n');
}
