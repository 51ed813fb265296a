import type { Command } from 'commander';
import { packageRelease } from '../../delivery/package';
import type { CliContext } from '../context';
import { type Format, formatOption } from '../options';
import { count, renderJson, renderTable } from '../output';

export function addPackage(program: Command, { repository, engine, layout, terminal }: CliContext): void {
  program
    .command('package')
    .addOption(formatOption('table', 'json'))
    .action(({ format }: { format: Format }) => {
      const { release, directory } = packageRelease({ repository, engine, packages: layout.packages });
      if (format === 'json') return terminal.result(renderJson({ ...release, directory }));
      const files = renderTable(
        [
          { title: 'file', value: ({ path }) => path },
          { title: 'bytes', align: 'right', value: ({ bytes }) => count(bytes) },
          { title: 'sha256', value: ({ sha256 }) => sha256.slice(0, 16) },
        ],
        release.files,
      );
      terminal.result(`${files}\nrelease ${release.id}, version ${release.version}\n${directory}\n`);
    });
}
