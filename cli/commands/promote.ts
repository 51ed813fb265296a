import type { Command } from 'commander';
import { promote, type Promotion } from '../../delivery/promote';
import { planPromotion } from '../../delivery/plan';
import { promoteAfterShadow } from '../../delivery/shadow';
import type { CliContext } from '../context';
import { runJob } from '../job-phase';
import { openTarget } from '../open-target';
import { type Format, formatOption, parseList, type TargetChoice, withTarget } from '../options';
import { renderChanges, renderJson, renderPlan } from '../output';
import { renderVerdict } from '../shadow-report';

interface Options extends TargetChoice {
  readonly format: Format;
  readonly dryRun?: boolean;
  readonly afterShadow?: true;
  readonly accept: readonly string[];
}

export function addPromote(program: Command, context: CliContext): void {
  withTarget(program.command('promote'), context)
    .argument('<release>', 'id of a published release')
    .option('--dry-run', 'only say what would change')
    .option('--after-shadow', 'only if the release, run over clones of the live tables, gives what the active one gave')
    .option('--accept <tables>', 'with --after-shadow: tables that may come out differently', parseList, [])
    .addOption(formatOption('table', 'json'))
    .action(async (release: string, { format, dryRun, afterShadow, accept, ...choice }: Options) => {
      const target = openTarget(context, choice);
      if (dryRun === true) {
        return context.terminal.result(renderPlan(target.name, await planPromotion(target, release), format));
      }
      if (afterShadow !== true) {
        return context.terminal.result(renderPromotion(target.name, await promote(target, release), format));
      }
      const { verdict, promotion } = await runJob(context.terminal, 'Shadow', (onLog) =>
        promoteAfterShadow(target, release, { accept, onLog }),
      );
      if (promotion === null) context.exitWith(1);
      if (format === 'json') return context.terminal.result(renderJson({ target: target.name, verdict, promotion }));
      const judged = verdict === null ? 'There is nothing to compare with.\n' : renderVerdict(context, verdict);
      const outcome = promotion === null ? '' : renderPromotion(target.name, promotion, format);
      return context.terminal.result(`${judged}${outcome}`);
    });
}

export function renderPromotion(target: string, { changed, state, changes }: Promotion, format: Format): string {
  if (format === 'json') return renderJson({ target, changed, ...state, changes });
  const before = state.previous === null ? '' : ` (before: ${state.previous})`;
  return `${renderChanges(changes)}release ${state.release} is ${changed ? 'now' : 'already'} active on ${target}${before}\n`;
}
