import { type Command } from 'commander';
import { type Placeholder, placeholdersIn } from '../../environments/checks/placeholders';
import type { Environment } from '../../environments/settings/environment';
import { UserError } from '../../shared/errors';
import { suggest } from '../../shared/suggest';
import type { CliContext } from '../context';
import { type Format, formatOption } from '../options';
import { renderJson, renderTable } from '../output';

interface Options {
  readonly ready?: string;
  readonly format: Format;
}

export function addEnvironments(program: Command, context: CliContext): void {
  program
    .command('environments')
    .option('--ready <name>', 'refuse this environment as long as a placeholder is left in it')
    .addOption(formatOption('table', 'json'))
    .action(({ ready, format }: Options) => {
      if (ready !== undefined) requireReady(environmentNamed(context, ready));
      const rows = context.lakeEnvironments().environments.map((environment) => ({
        ...{ name: environment.name, region: environment.location, network: environment.network.posture },
        placeholders: placeholdersIn(environment),
      }));
      context.terminal.result(format === 'json' ? renderJson({ environments: rows }) : render(rows));
    });
}

/** @throws UserError when there is no such environment */
export function environmentNamed({ lakeEnvironments }: CliContext, name: string): Environment {
  const { knownEnvironments } = lakeEnvironments();
  const found = knownEnvironments.find((environment) => environment.name === name);
  if (found !== undefined) return found;
  const names = knownEnvironments.map((environment) => environment.name);
  throw new UserError('unknown-environment', `there is no environment '${name}'`, suggest(name, names));
}

/** @throws UserError naming every placeholder that is left */
export function requireReady(environment: Environment): void {
  const left = placeholdersIn(environment);
  if (left.length === 0) return;
  throw new UserError(
    'placeholders-left',
    `environment ${environment.name} still has values of the example:\n${left.map(({ path, value }) => `  ${path}: ${value}`).join('\n')}`,
    'Replace them in environments/ by your own; none of them is a secret.',
  );
}

interface Row {
  readonly name: string;
  readonly region: string;
  readonly network: string;
  readonly placeholders: readonly Placeholder[];
}

function render(rows: readonly Row[]): string {
  const table = renderTable(
    [
      { title: 'environment', value: ({ name }) => name },
      { title: 'region', value: ({ region }) => region },
      { title: 'network', value: ({ network }) => network },
      { title: 'placeholders', align: 'right', value: ({ placeholders }) => String(placeholders.length) },
    ],
    rows,
  );
  const left = rows.flatMap(({ name, placeholders }) =>
    placeholders.map(({ path, value }) => `${name}: ${path} is ${value}\n`),
  );
  return left.length === 0 ? table : `${table}\nTo be replaced before a deployment:\n${left.join('')}`;
}
