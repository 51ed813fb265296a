import type { Command } from 'commander';
import { activeRelease } from '../../delivery/run';
import { planServing, serve } from '../../delivery/targets/synapse/sql/serverless';
import { serverlessSql } from '../../delivery/targets/synapse/sql/session';
import { SynapseTarget } from '../../delivery/targets/synapse/synapse-target';
import type { CliContext } from '../context';
import { connectTo } from '../open-target';
import { type Format, formatOption, type TargetChoice, withTarget } from '../options';
import { renderChanges, renderJson, renderPlan } from '../output';

interface Options extends TargetChoice {
  readonly dryRun?: true;
  readonly format: Format;
}

export function addSql(program: Command, context: CliContext): void {
  withTarget(program.command('sql'), context)
    .option('--dry-run', 'only say what would change')
    .addOption(formatOption('table', 'json'))
    .action(async ({ dryRun, format, ...choice }: Options) => {
      const connection = connectTo(context, choice);
      const { environment } = connection.outputs;
      const target = new SynapseTarget(environment, () => connection);
      const manifest = await target.releases.manifest(await activeRelease(target));
      const access = context.lakeEnvironments().knownEnvironments.find(({ name }) => name === environment)?.access;
      const readers = access === undefined ? [] : [access.analysts.name, access.scientists.name];
      const [open, serving] = [serverlessSql(connection), { manifest, readers }];
      if (dryRun === true) {
        return context.terminal.result(renderPlan(target.name, await planServing(connection, open, serving), format));
      }
      const changes = await target.exclusively(() => serve(connection, open, serving));
      const nothing = `nothing to change in serverless SQL of ${target.name}\n`;
      const text = changes.length === 0 ? nothing : renderChanges(changes);
      return context.terminal.result(format === 'json' ? renderJson({ target: target.name, changes }) : text);
    });
}
