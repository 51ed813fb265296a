import type { Command } from 'commander';
import { rollback } from '../../delivery/rollback';
import type { CliContext } from '../context';
import { openTarget } from '../open-target';
import { type Format, formatOption, type TargetChoice, withTarget } from '../options';
import { renderPromotion } from './promote';

export function addRollback(program: Command, context: CliContext): void {
  withTarget(program.command('rollback'), context)
    .description('make the release before the active one active again')
    .addOption(formatOption('table', 'json'))
    .action(async ({ format, ...choice }: TargetChoice & { format: Format }) => {
      const target = openTarget(context, choice);
      const promotion = await rollback(target);
      context.terminal.result(renderPromotion(target.name, promotion, format));
    });
}
