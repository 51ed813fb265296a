import { join } from 'node:path';
import type { Command } from 'commander';
import { packageRelease } from '../../delivery/package';
import { publish } from '../../delivery/publish';
import { requireReleaseId } from '../../delivery/release';
import { readVerified } from '../../delivery/verify';
import { type CliContext, openTarget } from '../context';
import { type Format, formatOption, targetOption } from '../options';
import { renderChanges, renderJson } from '../output';

export function addPublish(program: Command, context: CliContext): void {
  const { repository, layout, terminal } = context;
  program
    .command('publish')
    .description('bring a packaged release to where it can run')
    .argument('[release]', 'id of a packaged release (default: package the present sources)')
    .addOption(targetOption())
    .addOption(formatOption('table', 'json'))
    .action(async (id: string | undefined, { target, format }: { target: string; format: Format }) => {
      const destination = openTarget(context, target);
      const packaged =
        id === undefined
          ? packageRelease({ repository, packages: layout.packages })
          : readVerified(join(layout.packages, requireReleaseId(id)));
      const publication = await publish(destination, packaged);
      const words = publication.outcome === 'published' ? 'published' : 'was published before';
      terminal.result(
        format === 'json'
          ? renderJson({ target, ...publication })
          : `${renderChanges(publication.changes)}release ${publication.release} ${words}\n`,
      );
    });
}
