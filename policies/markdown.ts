import { code, details, heading, line, paragraph, renderMarkdown, table, type Head } from '../shared/markdown';
import type { PolicyReport } from './engine';
import { attentionRows, ruleRows, summary } from './report';

const COUNTS = ['compliant', 'findings', 'waived', 'undecided'].map((title): Head => ({ title, align: 'right' }));

/** The report for a pull request or a summary page: the sentence, what needs a look, then every rule folded away. */
export function toMarkdown(report: PolicyReport): string {
  const attention = attentionRows(report).map(({ status, level, rule, stack, resource, message, remedy }) => [
    level,
    line(code(rule), ` (${status})`),
    `${stack}: ${resource}`,
    `${message} ${remedy}`,
  ]);
  const rules = ruleRows(report).map(({ rule, level, compliant, findings, waived, cannotDecide }) => [
    code(rule),
    level,
    ...[compliant, findings, waived, cannotDecide].map(String),
  ]);
  return renderMarkdown([
    heading(3, 'Policies'),
    paragraph(summary(report)),
    ...report.notices.map((notice) => paragraph(notice)),
    ...(attention.length === 0 ? [] : [table(['', 'rule', 'where', 'what'], attention)]),
    ...details('Every rule', [table(['rule', 'level', ...COUNTS], rules)]),
  ]);
}
