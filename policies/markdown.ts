import type { PolicyReport } from './engine';
import { attentionRows, ruleRows, summary } from './report';

/** The report for a pull request or a summary page: the sentence, what needs a look, then every rule folded away. */
export function toMarkdown(report: PolicyReport): string {
  const attention = attentionRows(report).map(
    ({ status, level, rule, stack, resource, message, remedy }) =>
      `| ${level} | \`${rule}\` (${status}) | ${stack}: ${cell(resource)} | ${cell(message)} ${cell(remedy)} |`,
  );
  const rules = ruleRows(report).map(
    ({ rule, level, compliant, findings, waived, cannotDecide }) =>
      `| \`${rule}\` | ${level} | ${String(compliant)} | ${String(findings)} | ${String(waived)} | ${String(cannotDecide)} |`,
  );
  return [
    `### Policies`,
    '',
    summary(report),
    '',
    ...report.notices.flatMap((notice) => [cell(notice), '']),
    ...(attention.length === 0 ? [] : ['| | rule | where | what |', '|---|---|---|---|', ...attention, '']),
    '<details><summary>Every rule</summary>',
    '',
    '| rule | level | compliant | findings | waived | undecided |',
    '|---|---|---:|---:|---:|---:|',
    ...rules,
    '',
    '</details>',
    '',
  ].join('\n');
}

function cell(text: string): string {
  return text.replaceAll('|', '\\|').replaceAll('\n', ' ');
}
