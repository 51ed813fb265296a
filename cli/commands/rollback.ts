import type { Command } from 'commander';
import { rollback } from '../../delivery/rollback';
import { type CliContext, openTarget } from '../context';
import { type Format, formatOption, targetOption } from '../options';
import { renderPromotion } from './promote';

export function addRollback(program: Command, context: CliContext): void {
  program
    .command('rollback')
    .description('make the release before the active one active again')
    .addOption(targetOption())
    .addOption(formatOption('table', 'json'))
    .action(async ({ target, format }: { target: string; format: Format }) => {
      const promotion = await rollback(openTarget(context, target));
      context.terminal.result(renderPromotion(target, promotion, format));
    });
}
