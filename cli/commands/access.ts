import { resolve } from 'node:path';
import type { Command } from 'commander';
import { UserError } from '../../shared/errors';
import { suggest } from '../../shared/suggest';
import type { Environment } from '../../environments/settings/environment';
import { loadStacks } from '../../synthesized/load-stacks';
import { counted } from '../../shared/plural';
import { accessList, type AccessRow } from '../../review/access-list';
import type { CliContext } from '../context';
import { formatOption, stacksOption } from '../options';
import { renderJson, renderTable } from '../output';

interface Options {
  readonly stacks: string;
  readonly environment?: string;
  readonly format: 'table' | 'json';
}

export function addAccess(program: Command, context: CliContext): void {
  program
    .command('access')
    .option('--environment <name>', 'one environment (default: all)')
    .addOption(stacksOption(context))
    .addOption(formatOption('table', 'json'))
    .action(({ stacks, environment, format }: Options) => {
      const rows = rowsOf(context, stacks, environment);
      context.terminal.result(format === 'json' ? renderJson({ access: rows }) : render(rows));
    });
}

/** @throws UserError when the synthesis has no stack of the environment */
function rowsOf(context: CliContext, folder: string, only: string | undefined): readonly AccessRow[] {
  const stacks = loadStacks(resolve(folder));
  const names = [...new Set(stacks.map(({ environment }) => environment))];
  if (only !== undefined && !names.includes(only)) {
    throw new UserError(
      'environment-not-synthesized',
      `the synthesis in '${folder}' has no stack of '${only}'`,
      suggest(only, names),
    );
  }
  const chosen = stacks.filter(({ environment }) => only === undefined || environment === only);
  return accessList(chosen, new Map(context.lakeEnvironments().knownEnvironments.flatMap(groupsOf)));
}

function groupsOf({ access, tenants = [] }: Environment): readonly (readonly [string, string])[] {
  const { administrators, engineers, analysts, scientists, auditors, operators, deployers } = access;
  const groups = [administrators, engineers, analysts, scientists, auditors, operators, deployers];
  return [...groups, ...tenants.map(({ readers }) => readers)].map(({ objectId, name }) => [
    objectId.toLowerCase(),
    name,
  ]);
}

function render(rows: readonly AccessRow[]): string {
  const table = renderTable(
    [
      { title: 'environment', value: ({ environment }) => environment },
      { title: 'who', value: ({ who }) => who },
      { title: 'right', value: ({ right }) => right },
      { title: 'on', value: ({ on }) => on },
      { title: 'why', value: ({ reason }) => reason },
    ],
    rows,
  );
  return `${table}\n${counted(rows.length, 'right')}.\n`;
}
