import type { Command } from 'commander';
import { approveEndpoints, type ManagedEndpoint, planEndpoints } from '../../delivery/targets/synapse/endpoints';
import type { CliContext } from '../context';
import { connectTo } from '../open-target';
import { type Format, formatOption, type TargetChoice, withTarget } from '../options';
import { renderJson, renderTable } from '../output';

interface Options extends TargetChoice {
  readonly dryRun?: true;
  readonly format: Format;
}

export function addEndpoints(program: Command, context: CliContext): void {
  withTarget(program.command('endpoints'), context)
    .option('--dry-run', 'only say what would be approved')
    .addOption(formatOption('table', 'json'))
    .action(async ({ dryRun, format, ...choice }: Options) => {
      const connection = connectTo(context, choice);
      const endpoints = await (dryRun === true ? planEndpoints(connection) : approveEndpoints(connection));
      context.terminal.result(format === 'json' ? renderJson({ endpoints }) : render(endpoints));
      // A pipeline must not go on to Spark jobs that reach nothing.
      if (endpoints.some(({ outcome }) => outcome === 'left alone')) context.exitWith(1);
    });
}

function render(endpoints: readonly ManagedEndpoint[]): string {
  return renderTable(
    [
      { title: 'asked by', value: ({ asker }) => asker },
      { title: 'endpoint', value: ({ name }) => name },
      { title: 'target', value: ({ target }) => target.slice(target.lastIndexOf('/') + 1) },
      { title: 'outcome', value: ({ outcome, reason }) => (reason === undefined ? outcome : `${outcome}: ${reason}`) },
    ],
    endpoints,
  );
}
