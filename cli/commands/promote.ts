import type { Command } from 'commander';
import { promote, type Promotion } from '../../delivery/promote';
import { type CliContext, openTarget } from '../context';
import { type Format, formatOption, targetOption } from '../options';
import { renderChanges, renderJson } from '../output';

export function addPromote(program: Command, context: CliContext): void {
  program
    .command('promote')
    .description('make a published release the active one')
    .argument('<release>', 'id of a published release')
    .addOption(targetOption())
    .addOption(formatOption('table', 'json'))
    .action(async (release: string, { target, format }: { target: string; format: Format }) => {
      const promotion = await promote(openTarget(context, target), release);
      context.terminal.result(renderPromotion(target, promotion, format));
    });
}

export function renderPromotion(target: string, { changed, state, changes }: Promotion, format: Format): string {
  if (format === 'json') return renderJson({ target, changed, ...state, changes });
  const before = state.previous === null ? '' : ` (before: ${state.previous})`;
  return `${renderChanges(changes)}release ${state.release} is ${changed ? 'now' : 'already'} active on ${target}${before}\n`;
}
