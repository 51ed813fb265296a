import type { Command } from 'commander';
import { statusOf, type TargetStatus } from '../../delivery/status';
import type { CliContext } from '../context';
import { openTarget } from '../open-target';
import { type Format, formatOption, type TargetChoice, withTarget } from '../options';
import { fixed, renderChanges, renderJson, renderTable } from '../output';

export function addStatus(program: Command, context: CliContext): void {
  withTarget(program.command('status'), context)
    .addOption(formatOption('table', 'json'))
    .action(async ({ format, ...choice }: TargetChoice & { format: Format }) => {
      const status = await statusOf(openTarget(context, choice));
      context.terminal.result(format === 'json' ? renderJson(status) : renderStatus(status));
    });
}

function renderStatus({ target, active, releases, drift, runs }: TargetStatus): string {
  const lines = [
    active === null
      ? `no release is active on ${target}`
      : `release ${active.release} is active on ${target} since ${active.at}, by ${active.by}`,
    `${releases.length} published: ${releases.join(', ') || '-'}`,
    ...(drift.length === 0 ? [] : [`differs from it:\n${renderChanges(drift).trimEnd()}`]),
  ];
  const table = renderTable(
    [
      { title: 'run', value: ({ runId }) => runId },
      { title: 'release', value: ({ release }) => release ?? '-' },
      { title: 'status', value: ({ status }) => status },
      { title: 'started', value: ({ startedAt }) => startedAt },
      { title: 'seconds', align: 'right', value: ({ seconds }) => (seconds === null ? '-' : fixed(seconds)) },
      { title: 'failures', value: ({ failures }) => failures.join('; ') || '-' },
    ],
    runs,
  );
  return `${lines.join('\n')}\n${runs.length === 0 ? 'nothing has run yet\n' : `\n${table}`}`;
}
