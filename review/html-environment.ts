import { html, type Html } from '../report/html';
import { details, figure, NOTHING, section, table, tag, text } from '../report/parts';
import type { StackDiff } from './diff';
import type { ResourceChange } from './resource-change';
import type { EnvironmentReview } from './review';
import type { ArgumentChange } from './values';
import { PART_VERBS, show, VERBS } from './words';

/** One environment: its resources, findings and cost. */
export function environmentSection({ environment, stacks, costChanges, newFindings }: EnvironmentReview): Html {
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
  const { loses, blockedBy, reason } = change;
  if (loses === undefined && blockedBy === undefined && change.from === undefined && change.arguments.length === 0)
    return html`${change.path}`;
  return html`${loses === undefined ? '' : html`<strong>Data loss: ${loses}</strong>`}
  ${blockedBy === undefined ? '' : html`<strong>Blocked by the lock ${blockedBy}</strong>`}
  ${reason === undefined ? '' : html`<div>${reason}</div>`}
  ${change.from === undefined ? '' : html`<div>from <code>${change.from}</code></div>`}
  ${change.arguments.map(argument)}`;
}

function argument({ path, before, after, replaces }: ArgumentChange): Html {
  return html`<div>
    <code>${path}</code>: ${show(before)} → ${show(after)}${replaces ? ' (forces a new resource)' : ''}
  </div>`;
}
