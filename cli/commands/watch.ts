import { setTimeout as delay } from 'node:timers/promises';
import type { Command } from 'commander';
import { UserError } from '../../shared/errors';
import { assess, type HealthFinding } from '../../delivery/health';
import { observe, watch, type WatchResult } from '../../delivery/watch';
import { costOfWork } from '../../report/run-cost';
import { counted } from '../../shared/plural';
import type { CliContext } from '../context';
import { openTarget, targetsOf } from '../open-target';
import { type Format, formatOption, type TargetChoice, withTarget } from '../options';
import { type PrintedColumn, renderJson, renderMarkdownTable, renderTable } from '../output';
import { Progress } from '../progress';
import { localPrice } from '../run-summary';

interface WatchOptions extends TargetChoice {
  readonly duration: number;
  readonly interval: number;
  readonly onMiss: 'rollback' | 'report';
  readonly format: Format;
}

const UNITS: Readonly<Record<string, number>> = { s: 1000, m: 60_000, h: 3_600_000 };

export function addWatch(program: Command, context: CliContext): void {
  withTarget(program.command('watch'), context)
    .option('--duration <time>', 'how long: 90s, 30m, 2h', parseDuration, parseDuration('30m'))
    .option('--interval <time>', 'time between two looks', parseDuration, parseDuration('30s'))
    .option('--on-miss <policy>', 'rollback, or report only', 'rollback')
    .addOption(formatOption('table', 'markdown', 'json'))
    .action(async ({ duration, interval, onMiss, format, ...choice }: WatchOptions) => {
      if (!['rollback', 'report'].includes(onMiss)) {
        throw new UserError('unknown-option-value', `--on-miss is '${String(onMiss)}'`, 'Give rollback or report.');
      }
      const target = openTarget(context, choice);
      const progress = new Progress(context.terminal, 1);
      const result = await progress.phase(
        'Watch',
        (phase) =>
          watch(target, {
            durationMs: duration,
            intervalMs: interval,
            rollsBack: onMiss === 'rollback',
            usdOf: usdIn(context),
            targets: targetsOf(context, choice),
            clock: { now: () => new Date(), sleep: (ms) => delay(ms) },
            onLook: ({ runs, running, findings }) => {
              phase.status(
                `${counted(runs, 'run')}, ${running} of them running, ${counted(findings.length, 'finding')}`,
              );
            },
          }),
        ({ verdict }) => verdict,
      );
      context.terminal.result(render(result, format));
      if (result.verdict === 'missed') context.exitWith(1);
    });
}

export function addMonitor(program: Command, context: CliContext): void {
  withTarget(program.command('monitor'), context)
    .option('--since <time>', 'how far to look back', parseDuration, parseDuration('24h'))
    .addOption(formatOption('table', 'markdown', 'json'))
    .action(async ({ since, format, ...choice }: TargetChoice & { since: number; format: Format }) => {
      const target = openTarget(context, choice);
      const now = new Date();
      const from = new Date(now.getTime() - since).toISOString();
      const [observed, levels] = await Promise.all([observe(target, from, now), target.serviceLevels(from, now)]);
      const observation = { ...observed, levels };
      const { notMeasured } = levels;
      const findings = assess(observation, {
        since: from,
        usdOf: usdIn(context),
        targets: targetsOf(context, choice),
        demandsFreshness: true,
      });
      const runs = observation.runs.filter(({ startedAt }) => startedAt >= from);
      const summary = `${target.name}: ${counted(runs.length, 'run')} since ${from}, ${counted(findings.length, 'finding')}`;
      if (format === 'json')
        context.terminal.result(renderJson({ target: target.name, since: from, runs, findings, notMeasured }));
      else
        context.terminal.result(
          `${summary}\n${renderFindings(findings, format)}${notMeasured.map((line) => `not measured: ${line}\n`).join('')}`,
        );
      if (findings.some(({ misses }) => misses)) context.exitWith(1);
    });
}

function usdIn(context: CliContext): (seconds: number) => number {
  return (seconds) => Number(costOfWork(seconds, localPrice(context)).usd);
}

/** Milliseconds. @throws UserError when the text is no time */
export function parseDuration(text: string): number {
  const [, number, unit = ''] = /^(\d+)([smh])$/.exec(text) ?? [];
  const factor = UNITS[unit];
  if (number !== undefined && factor !== undefined && Number(number) > 0) return Number(number) * factor;
  throw new UserError(
    'unknown-option-value',
    `'${text}' is not a duration`,
    'Write seconds, minutes or hours: 90s, 30m, 2h.',
  );
}

function render(result: WatchResult, format: Format): string {
  if (format === 'json') return renderJson(result);
  const { target, release, verdict, runs, rolledBackTo, findings } = result;
  const sentence = {
    healthy: `Release ${release} is healthy on ${target}: ${counted(runs, 'run')}, no target missed.`,
    missed: `Release ${release} misses its targets on ${target}.`,
    superseded: `Another release became active on ${target}; ${release} is watched no longer.`,
  }[verdict];
  const back =
    verdict !== 'missed'
      ? ''
      : rolledBackTo === null
        ? ' It is still active.'
        : ` Release ${rolledBackTo} is active again.`;
  const heading = format === 'markdown' ? `## Watch: ${verdict}\n\n${sentence}${back}\n` : `${sentence}${back}\n`;
  return `${heading}${renderFindings(findings, format)}`;
}

function renderFindings(findings: readonly HealthFinding[], format: Format): string {
  if (findings.length === 0) return '';
  const rows = findings.map((finding) => ({ ...finding, state: finding.misses ? 'MISSED' : 'note' }));
  const columns: readonly PrintedColumn<(typeof rows)[number]>[] = [
    { title: 'state', value: ({ state }) => state },
    { title: 'figure', value: ({ figure }) => figure },
    { title: 'value', value: ({ value }) => value },
    { title: 'allowed', value: ({ allowed }) => allowed },
  ];
  return format === 'markdown' ? `\n${renderMarkdownTable(columns, rows)}` : renderTable(columns, rows);
}
