import { join } from 'node:path';
import type { Command } from 'commander';
import { packageRelease } from '../../delivery/package';
import { planPublication } from '../../delivery/plan';
import { publish } from '../../delivery/publish';
import { requireReleaseId } from '../../delivery/release';
import { readVerified } from '../../delivery/verify';
import type { CliContext } from '../context';
import { openTarget } from '../open-target';
import { type Format, formatOption, type TargetChoice, withTarget } from '../options';
import { renderChanges, renderJson, renderPlan } from '../output';

interface Options extends TargetChoice {
  readonly format: Format;
  readonly dryRun?: boolean;
}

export function addPublish(program: Command, context: CliContext): void {
  const { repository, engine, layout, terminal } = context;
  withTarget(program.command('publish'), context)
    .argument('[release]', 'id of a packaged release (default: package the present sources)')
    .option('--dry-run', 'only say what would change')
    .addOption(formatOption('table', 'json'))
    .action(async (id: string | undefined, { format, dryRun, ...choice }: Options) => {
      const target = openTarget(context, choice);
      const packaged =
        id === undefined
          ? packageRelease({ repository, engine, packages: layout.packages })
          : readVerified(join(layout.packages, requireReleaseId(id)));
      if (dryRun === true) {
        return terminal.result(renderPlan(target.name, await planPublication(target, packaged), format));
      }
      const publication = await publish(target, packaged);
      const words = publication.outcome === 'published' ? 'published' : 'was published before';
      terminal.result(
        format === 'json'
          ? renderJson({ target: target.name, ...publication })
          : `${renderChanges(publication.changes)}release ${publication.release} ${words}\n`,
      );
    });
}
