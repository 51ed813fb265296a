import type { Command } from 'commander';
import { runShadow } from '../../delivery/shadow';
import type { CliContext } from '../context';
import { openTarget } from '../open-target';
import { runJob } from '../job-phase';
import { type Format, formatOption, parseList, type TargetChoice, withTarget } from '../options';
import { renderJson } from '../output';
import { renderVerdict } from '../shadow-report';

interface Options extends TargetChoice {
  readonly accept: readonly string[];
  readonly format: Format;
}

export function addShadow(program: Command, context: CliContext): void {
  withTarget(program.command('shadow'), context)
    .alias('compare')
    .argument('<release>', 'id of a published release')
    .option('--accept <tables>', 'tables that may come out differently, comma-separated', parseList, [])
    .addOption(formatOption('table', 'json'))
    .action(async (release: string, { accept, format, ...choice }: Options) => {
      const verdict = await runJob(context.terminal, 'Shadow', (onLog) =>
        runShadow(openTarget(context, choice), release, { accept, onLog }),
      );
      context.terminal.result(format === 'json' ? renderJson(verdict) : renderVerdict(context, verdict));
      if (!verdict.passed) context.exitWith(1);
    });
}
