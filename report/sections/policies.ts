import type { Decision, PolicyReport } from '../../policies/engine';
import { attentionRows, summary } from '../../policies/report';
import { html, type Html } from '../html';
import { details, NOTHING, section, table, tag, text } from '../parts';
import type { ReportData } from '../report-data';

export function renderPolicies({ policies, estimates }: ReportData): Html {
  const attention = attentionRows(policies);
  return section('policies', 'Policies', summary(policies), [
    matrix(
      policies,
      estimates.map(({ environment }) => environment),
    ),
    attention.length === 0 ? NOTHING : details(`What needs a look (${attention.length})`, attentionTable(policies)),
  ]);
}

/** @param order in which a change passes through the environments */
function matrix({ rules, decisions }: PolicyReport, order: readonly string[]): Html {
  const environments = [...new Set([...order, ...decisions.map(({ environment }) => environment)])];
  const head = [text('rule'), ...environments.map((name) => text(name))];
  const rows = rules.map(({ id, what }) => [
    text(
      html`<code>${id}</code>
        <div class="what">${what}</div>`,
    ),
    ...environments.map((environment) =>
      text(verdict(decisions.filter((decision) => decision.rule === id && decision.environment === environment))),
    ),
  ]);
  return table('Rules by environment', head, rows);
}

/** The worst thing a rule says about an environment. */
function verdict(decisions: readonly Decision[]): Html {
  const of = (status: Decision['status']): number => decisions.filter((decision) => decision.status === status).length;
  if (of('rule-failed') > 0) return tag('bad', 'rule failed');
  if (of('non-compliant') > 0) return tag('bad', `${of('non-compliant')} found`);
  if (of('cannot-decide') > 0) return tag('warn', `${of('cannot-decide')} undecided`);
  if (of('waived') > 0) return tag('warn', `${of('waived')} waived`);
  return of('compliant') > 0 ? tag('good', `${of('compliant')} pass`) : tag('plain', 'nothing to check');
}

function attentionTable(policies: PolicyReport): Html {
  const rows = attentionRows(policies).map(({ status, rule, stack, resource, message, remedy }) => [
    text(html`<code>${rule}</code>`),
    text(stack),
    text(html`<code>${resource}</code>`),
    text(status),
    text(html`<div class="what">${message} ${remedy}</div>`),
  ]);
  return table(
    'What needs a look',
    [text('rule'), text('stack'), text('resource'), text('status'), text('finding')],
    rows,
  );
}
