import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Command } from 'commander';
import { renderMarkdown } from '../../review/page';
import { reviewSides } from '../../review/review';
import type { CliContext } from '../context';
import { type Format, formatOption } from '../options';
import { renderJson } from '../output';
import { versionOfPackage } from '../paths';
import { Progress } from '../progress';
import { isNewer, projectFile, writeVersion } from '../project-file';
import { rulesWith } from '../review';
import { baseOf, workingTree } from '../review-sides';

interface Options {
  readonly base: string;
  readonly write?: true;
  readonly format: Format;
}

export function addUpgrade(program: Command, context: CliContext): void {
  program
    .command('upgrade')
    .option('--base <reference>', 'commit with the version before, in its package-lock.json', 'HEAD')
    .option('--write', 'note in package.json that the project suits this version')
    .addOption(formatOption('table', 'json'))
    .action(async ({ base, write, format }: Options) => {
      const { repository, engine, terminal } = context;
      const [from, to] = [projectFile(repository).version, versionOfPackage()];
      const changes = changesBetween(readFileSync(join(engine, 'CHANGELOG.md'), 'utf8'), from);
      const review = await new Progress(terminal, 1).phase(
        'Compare',
        async () => {
          const head = await workingTree(context, rulesWith(repository));
          return reviewSides(await baseOf(context, base, head), head);
        },
        () => `the lake by ${to} with that of ${base}`,
      );
      if (write === true) writeVersion(repository, to);
      terminal.result(
        format === 'json'
          ? renderJson({ from, to, changes, review, written: write === true })
          : `${from === to ? `The project is of version ${to}.` : `From version ${from} to ${to}.`}\n\n${changes}\n${renderMarkdown(review, [])}`,
      );
    });
}

/** The parts of a changelog that are newer than a version; what is not released yet is part of any build after it. */
export function changesBetween(changelog: string, from: string): string {
  const sections = changelog.split(/^(?=## )/m).slice(1);
  return sections
    .filter((section) => {
      const version = /^## \[?v?(\d+\.\d+\.\d+)/.exec(section)?.[1];
      return version === undefined || isNewer(version, from);
    })
    .join('');
}
