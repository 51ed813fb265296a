import type { Evolution } from '../contracts/evolve';
import { renderDocument } from '../report/document';
import { html, type Html } from '../report/html';
import { details, figure, NOTHING, section, table, tag, text } from '../report/parts';
import type { ContractChange, Impact } from './contract-diff';
import type { ResourceChange, StackDiff } from './diff';
import type { GateResult } from './gates';
import type { PrivacyFinding } from './privacy-diff';
import { describe, PART_VERBS, show, summarize, VERBS } from './page';
import type { ArgumentChange } from './values';
import type { EnvironmentReview, Review } from './review';

/** The same review for a browser. */
export function renderHtml(review: Review, gates: readonly GateResult[]): string {
  const passed = gates.every((gate) => gate.passed);
  return renderDocument('Medallion review', [
    html`<header>
      <h1>Review of ${review.head}</h1>
      <p>Compared with <code>${review.base}</code>. Prices as of ${review.pricesAsOf}.</p>
      <p>
        ${tag(passed ? 'good' : 'bad', passed ? 'gates passed' : 'stopped')} ${summarize(review).replaceAll('**', '')}
      </p>
    </header>`,
    html`<main>
      ${gateSection(gates)} ${overview(review.environments)} ${contractSection(review.contracts)}
      ${evolutionSection(review.evolutions)} ${privacySection(review.privacy)}
      ${review.environments.map(environmentSection)}
    </main>`,
    html`<footer>Reproduce offline: <code>npx medallion review --base ${review.base}</code></footer>`,
  ]);
}

function gateSection(gates: readonly GateResult[]): Html {
  const rows = gates.map(({ gate, passed, reasons }) => [
    text(gate),
    text(tag(passed ? 'good' : 'bad', passed ? 'passed' : 'stopped')),
    text(reasons.join('; ')),
  ]);
  return section('gates', 'Gates', 'What may stop this change.', [
    table('Gates', [text('gate'), text('result'), text('why')], rows),
  ]);
}

function overview(environments: readonly EnvironmentReview[]): Html {
  const head = [
    text('environment'),
    figure('changes'),
    figure('USD before'),
    figure('USD after'),
    figure('change'),
    figure('new findings'),
  ];
  const rows = environments.map(({ environment, stacks, beforeUsd, afterUsd, deltaUsd, newFindings }) => [
    text(environment),
    figure(String(stacks.flatMap(({ changes, parts }) => [...changes, ...parts]).length)),
    figure(beforeUsd),
    figure(afterUsd),
    figure(deltaUsd),
    figure(String(newFindings.length)),
  ]);
  return section('environments', 'Environments', 'Monthly cost as each environment states its usage.', [
    table('Environments', head, rows),
  ]);
}

const IMPACT_TONES: Readonly<Record<Impact, 'bad' | 'warn' | 'good'>> = {
  breaking: 'bad',
  attention: 'warn',
  harmless: 'good',
};

function privacySection(findings: readonly PrivacyFinding[]): Html {
  const rows = findings.map(({ table: name, message, reason }) => [
    text(tag(reason === undefined ? 'bad' : 'warn', reason === undefined ? 'stopped' : 'accepted')),
    text(name),
    text(message),
    text(reason ?? ''),
  ]);
  const head = [text('verdict'), text('table'), text('what weakens'), text('reason')];
  return section('privacy', 'Privacy', 'What makes persons easier to see, or harder to find and to forget.', [
    findings.length === 0 ? NOTHING : table('Privacy', head, rows),
  ]);
}

function contractSection(changes: readonly ContractChange[]): Html {
  const rows = changes.map(({ impact, table: name, message, downstream }) => [
    text(tag(IMPACT_TONES[impact], impact)),
    text(name),
    text(message),
    text(downstream.join(', ')),
  ]);
  const head = [text('impact'), text('table'), text('what'), text('read by')];
  return section('contracts', 'Contracts', 'What changes for data and for those who read it.', [
    changes.length === 0 ? NOTHING : table('Contract changes', head, rows),
  ]);
}

function evolutionSection(evolutions: readonly Evolution[]): Html {
  const rows = evolutions.map(({ table: name, kind, code, changes }) => [
    text(kind),
    text(name),
    text(changes.map(({ message }) => message).join('; ')),
    text(code),
  ]);
  const head = [text('kind'), text('table'), text('why'), text('code')];
  return section('evolutions', 'Tables that have rows', 'What the change of contracts means for them.', [
    evolutions.length === 0 ? NOTHING : table('Changes of tables', head, rows),
  ]);
}

function environmentSection({ environment, stacks, costChanges, newFindings }: EnvironmentReview): Html {
  const cost = costChanges.map(({ what, beforeUsd, afterUsd, deltaUsd }) => [
    text(what),
    figure(beforeUsd),
    figure(afterUsd),
    figure(deltaUsd),
  ]);
  const findings = newFindings.map(({ level, rule, resource, message }) => [
    text(level),
    text(rule),
    text(resource?.path ?? ''),
    text(message),
  ]);
  return section(`environment-${environment}`, environment, 'Resources, worst change first.', [
    ...(stacks.length === 0 ? [NOTHING] : stacks.flatMap((diff) => [...stackTable(diff), ...partTable(diff)])),
    ...(findings.length === 0
      ? []
      : [
          table(
            'New findings',
            ['level', 'rule', 'construct', 'what'].map((title) => text(title)),
            findings,
          ),
        ]),
    ...(cost.length === 0
      ? []
      : [
          details(
            `Cost by meter (${cost.length})`,
            table('Cost', [text('meter'), figure('before'), figure('after'), figure('USD a month')], cost),
          ),
        ]),
  ]);
}

function partTable({ stack, parts }: StackDiff): readonly Html[] {
  if (parts.length === 0) return [];
  const rows = parts.map(({ kind: verb, address, loses, risk, arguments: changed }) => [
    text(tag(loses === undefined ? (risk === undefined ? 'good' : 'warn') : 'bad', PART_VERBS[verb])),
    text(html`<code>${address}</code>`),
    text(
      html`${loses === undefined ? '' : html`<strong>Loses ${loses}</strong>`}
      ${risk === undefined ? '' : html`<div>Risk: ${risk}</div>`} ${changed.map(argument)}`,
    ),
  ]);
  return [table(`Settings of ${stack}`, [text(''), text(`setting of ${stack}`), text('what')], rows)];
}

function stackTable({ stack, changes }: StackDiff): readonly Html[] {
  if (changes.length === 0) return [];
  const head = [text(''), text(`resource of ${stack}`), text('what')];
  const rows = changes.map((change) => [
    text(kind(change)),
    text(html`<code>${change.address}</code>`),
    text(what(change)),
  ]);
  return [table(`Changes of ${stack}`, head, rows)];
}

function kind(change: ResourceChange): Html {
  const tone =
    change.loses === undefined ? (change.kind === 'replaced' || change.kind === 'removed' ? 'warn' : 'good') : 'bad';
  return tag(tone, VERBS[change.kind]);
}

function what(change: ResourceChange): Html {
  if (change.loses === undefined && change.from === undefined && change.arguments.length === 0)
    return html`${describe(change)}`;
  return html`${change.loses === undefined ? '' : html`<strong>Data loss: ${change.loses}</strong>`}
  ${change.from === undefined ? '' : html`<div>from <code>${change.from}</code></div>`}
  ${change.arguments.map(argument)}`;
}

function argument({ path, before, after, replaces }: ArgumentChange): Html {
  return html`<div>
    <code>${path}</code>: ${show(before)} → ${show(after)}${replaces ? ' (forces a new resource)' : ''}
  </div>`;
}
