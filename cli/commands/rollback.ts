import type { Command } from 'commander';
import { rollback } from '../../delivery/rollback';
import type { CliContext } from '../context';
import { openTarget } from '../open-target';
import { type Format, formatOption, type TargetChoice, withTarget } from '../options';
import { renderJson } from '../output';
import { renderPromotion } from './promote';

interface Options extends TargetChoice {
  readonly format: Format;
  readonly only?: string;
}

export function addRollback(program: Command, context: CliContext): void {
  withTarget(program.command('rollback'), context)
    .description('make the release before the active one active again')
    .option('--only <release>', 'do nothing unless this release is the active one')
    .addOption(formatOption('table', 'json'))
    .action(async ({ format, only, ...choice }: Options) => {
      const target = openTarget(context, choice);
      const active = (await target.pointer.read())?.state.release ?? null;
      if (only !== undefined && active !== only) {
        const text = `release ${active ?? 'none'} is active on ${target.name}, not ${only}: nothing to roll back\n`;
        const document = { target: target.name, changed: false, release: active };
        return context.terminal.result(format === 'json' ? renderJson(document) : text);
      }
      const promotion = await rollback(target);
      return context.terminal.result(renderPromotion(target.name, promotion, format));
    });
}
