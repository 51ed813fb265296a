import { type Command, Option } from 'commander';
import { CLOUD_NAMES, CLOUDS, type CloudName } from '../../azure/clouds';
import { type FetchedBill, fetchBill } from '../../delivery/targets/synapse/bill-download';
import { connectCloud } from '../../delivery/targets/synapse/connection';
import { counted } from '../../shared/plural';
import type { CliContext } from '../context';
import { signedInMeans } from '../open-target';
import { type Format, formatOption } from '../options';
import { renderJson } from '../output';

interface Options {
  readonly subscription: string;
  readonly period: string;
  readonly to: string;
  readonly cloud: CloudName;
  readonly format: Format;
}

/** `medallion cost fetch`: the rows of a month from Cost Management, as files for `cost import`. */
export function addCostFetch(cost: Command, context: CliContext): void {
  cost
    .command('fetch')
    .description(
      'fetch the bill of a month from Cost Management into a folder; the running month as far as it is known',
    )
    .requiredOption('--subscription <id>', 'whose bill')
    .requiredOption('--period <month>', 'which month, as YYYY-MM: thirteen months back at most')
    .requiredOption('--to <folder>', 'where the files go, below <subscription>/<month>')
    .addOption(new Option('--cloud <name>', 'which of the clouds').choices(CLOUD_NAMES).default('public'))
    .addOption(formatOption('table', 'json'))
    .action(async ({ subscription, period, to, cloud, format }: Options) => {
      const open = () => connectCloud(CLOUDS[cloud], signedInMeans(context));
      const done = await fetchBill(open, { subscription, period, to, today: new Date() });
      context.terminal.result(format === 'json' ? renderJson({ ...done }) : render(done));
    });
}

function render({ subscription, days, files, bytes }: FetchedBill): string {
  const size = `${counted(files.length, 'file')} of ${counted(bytes, 'byte')}`;
  const next = `npx medallion cost import ${files.map(quoted).join(' ')} --subscription ${subscription}`;
  return `${size}, from ${days.start} to ${days.end}:\n${files.map((file) => `  ${file}\n`).join('')}Next: ${next}\n`;
}

/** As a shell takes it. */
function quoted(path: string): string {
  return /^[\w./:\\-]+$/.test(path) ? path : `'${path.replaceAll("'", `'\\''`)}'`;
}
