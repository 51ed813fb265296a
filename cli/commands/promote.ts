import type { Command } from 'commander';
import { promote, type Promotion } from '../../delivery/promote';
import { planPromotion } from '../../delivery/plan';
import type { CliContext } from '../context';
import { openTarget } from '../open-target';
import { type Format, formatOption, type TargetChoice, withTarget } from '../options';
import { renderChanges, renderJson, renderPlan } from '../output';

interface Options extends TargetChoice {
  readonly format: Format;
  readonly dryRun?: boolean;
}

export function addPromote(program: Command, context: CliContext): void {
  withTarget(program.command('promote'), context)
    .description('make a published release the active one')
    .argument('<release>', 'id of a published release')
    .option('--dry-run', 'only say what would change')
    .addOption(formatOption('table', 'json'))
    .action(async (release: string, { format, dryRun, ...choice }: Options) => {
      const target = openTarget(context, choice);
      if (dryRun === true) {
        return context.terminal.result(renderPlan(target.name, await planPromotion(target, release), format));
      }
      context.terminal.result(renderPromotion(target.name, await promote(target, release), format));
    });
}

export function renderPromotion(target: string, { changed, state, changes }: Promotion, format: Format): string {
  if (format === 'json') return renderJson({ target, changed, ...state, changes });
  const before = state.previous === null ? '' : ` (before: ${state.previous})`;
  return `${renderChanges(changes)}release ${state.release} is ${changed ? 'now' : 'already'} active on ${target}${before}\n`;
}
