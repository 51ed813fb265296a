import type { Evolution } from '../contracts/evolve';
import { renderDocument } from '../report/document';
import { html, type Html } from '../report/html';
import { figure, NOTHING, section, table, tag, text } from '../report/parts';
import type { Impact } from './contract-notes';
import type { GateResult } from './gates';
import type { PrivacyFinding } from './privacy-diff';
import { environmentSection } from './html-environment';
import type { EnvironmentReview, Review } from './review';
import { nextRun, PART_VERBS, show, summarize, VERBS, whyGone } from './words';

/** The same review for a browser. */
export function renderHtml(review: Review, gates: readonly GateResult[]): string {
  const passed = gates.every((gate) => gate.passed);
  return renderDocument('Medallion review', [
    html`<header>
      <h1>Review of ${review.head}</h1>
      <p>Compared with <code>${review.base}</code>. Prices as of ${review.pricesAsOf}.</p>
      <p>${tag(passed ? 'good' : 'bad', passed ? 'gates passed' : 'stopped')} ${summarize(review)}</p>
    </header>`,
    html`<main>
      ${gateSection(gates)} ${lossSection(review.environments)} ${privacySection(review.privacy)}
      ${overview(review.environments)} ${unknownSection(review)} ${contractSection(review)}
      ${evolutionSection(review.evolutions)} ${review.environments.map(environmentSection)}
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

function lossSection(environments: readonly EnvironmentReview[]): Html {
  const rows = environments.flatMap(({ stacks }) =>
    stacks.flatMap(({ stack, changes, parts }) => [
      ...parts.map((part) => [stack, PART_VERBS[part.kind], part.address, part.loses, ''] as const),
      ...changes.map(
        (change) => [stack, VERBS[change.kind], change.address, change.loses, whyGone(change) ?? ''] as const,
      ),
    ]),
  );
  const losing = rows.filter(([, , , loses]) => loses !== undefined).map((row) => row.map((cell) => text(cell ?? '')));
  const head = ['stack', '', 'resource', 'loses', 'why'].map((title) => text(title));
  return section('loss', 'Data loss', 'What does not come back when this is deployed.', [
    losing.length === 0 ? html`<p>Nothing that holds data is destroyed.</p>` : table('Data loss', head, losing),
  ]);
}

function unknownSection({ environments, notEvaluated, notices, undecided }: Review): Html {
  const rows = [
    ...notEvaluated.map(({ stack, address, reason }) => [stack, address, reason]),
    ...environments.flatMap(({ environment, costUnknown }) => costUnknown.map((why) => [environment, 'cost', why])),
    ...notices.map((notice) => ['', 'notice', notice]),
  ].map((row) => row.map((cell) => text(cell)));
  const about = `What no rule and no price has looked into; ${undecided} results of rules are undecided.`;
  return section('not-evaluated', 'Not evaluated', about, [
    rows.length === 0
      ? html`<p>Nothing else.</p>`
      : table('Not evaluated', [text('where'), text('what'), text('why')], rows),
  ]);
}

function contractSection(review: Review): Html {
  const rows = review.contracts.map((change) => [
    text(tag(IMPACT_TONES[change.impact], change.impact)),
    text(change.table),
    text(change.message),
    text(show(change.before)),
    text(show(change.after)),
    text(change.downstream.join(', ')),
    text(nextRun(change, review)),
  ]);
  const head = ['impact', 'table', 'what', 'before', 'after', 'read by', 'the next run'].map((title) => text(title));
  return section('contracts', 'Contracts', 'What changes for data and for those who read it.', [
    rows.length === 0 ? NOTHING : table('Contract changes', head, rows),
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
