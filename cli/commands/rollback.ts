import { type Command, Option } from 'commander';
import { rollback, rollbackData, type RolledBackData } from '../../delivery/rollback';
import { requireReleaseId } from '../../delivery/release';
import type { CliContext } from '../context';
import { runJob } from '../job-phase';
import { openTarget } from '../open-target';
import { type Format, formatOption, parseList, type TargetChoice, withTarget } from '../options';
import { renderJson, renderTable } from '../output';
import { renderPromotion } from './promote';

interface Options extends TargetChoice {
  readonly format: Format;
  readonly only?: string;
  readonly data?: string | true;
  readonly tables?: readonly string[];
  readonly dryRun?: true;
}

export function addRollback(program: Command, context: CliContext): void {
  withTarget(program.command('rollback'), context)
    .option('--only <release>', 'do nothing unless this release is the active one')
    .addOption(
      new Option(
        '--data [run]',
        'gold as it was when that run had ended (default: the last of the release before); the release stays',
      ).conflicts('only'),
    )
    .option('--tables <names>', 'with --data: gold tables, comma-separated (default: all)', parseList)
    .option('--dry-run', 'with --data: only say which tables would change')
    .addOption(formatOption('table', 'json'))
    .action(async (options: Options) => {
      if (options.data !== undefined) return rollBackData(context, options, options.data);
      const { format, only, ...choice } = options;
      const target = openTarget(context, choice);
      if (only !== undefined) await target.releases.manifest(requireReleaseId(only));
      const active = (await target.pointer.read())?.state.release ?? null;
      if (only !== undefined && active !== only) {
        const text = `release ${active ?? 'none'} is active on ${target.name}, not ${only}: nothing to roll back\n`;
        const document = { target: target.name, changed: false, release: active };
        return context.terminal.result(format === 'json' ? renderJson(document) : text);
      }
      const promotion = await rollback(target);
      return context.terminal.result(renderPromotion(target.name, promotion, format));
    });
}

async function rollBackData(context: CliContext, options: Options, data: string | true): Promise<void> {
  const { tables, dryRun = false, format } = options;
  const done = await runJob(context.terminal, 'Rollback of data', (onLog) =>
    rollbackData(openTarget(context, options), {
      ...{ onLog, dryRun },
      ...(data === true ? {} : { run: data }),
      ...(tables === undefined ? {} : { tables }),
    }),
  );
  context.terminal.result(format === 'json' ? renderJson({ dryRun, ...done }) : render(done, dryRun));
}

function render({ run_id, tables }: RolledBackData, dryRun: boolean): string {
  const restored = dryRun ? 'would be restored' : 'restored';
  const table = renderTable(
    [
      { title: 'table', value: ({ table: name }) => name },
      { title: 'version', align: 'right', value: ({ found }) => String(found) },
      { title: 'as of', align: 'right', value: ({ wanted }) => String(wanted) },
      { title: 'outcome', value: (row) => (row.restored ? restored : 'stands as it stood') },
    ],
    tables,
  );
  return `${table}\nGold as it was when run ${run_id} had ended. The next run takes what its inputs changed since.\n`;
}
