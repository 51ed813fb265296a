import { mkdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Command } from 'commander';
import writeFileAtomic from 'write-file-atomic';
import { loadPriceSheet } from '../../finops/load-price-sheet';
import { priceRow } from '../../finops/price-sheet';
import { UserError } from '../../shared/errors';
import { isJsonObject, type Json } from '../../shared/json';
import type { CliContext } from '../context';
import { environmentNamed } from '../environment-named';
import { type Format, formatOption } from '../options';
import { renderJson } from '../output';

/** What the trackers of the engine price by. */
const KEYS = ['synapse.spark.memopt.vcore', 'synapse.serverless.dataProcessed', 'synapse.dedicated.dw100c'] as const;

/** `medallion cost prices`: the sheet's prices into the local lake, where notebooks and jobs find them. */
export function addCostPrices(cost: Command, context: CliContext): void {
  cost
    .command('prices')
    .description('write the prices of an environment into the lake, for the cost trackers')
    .option('--environment <name>', 'whose region', 'dev')
    .addOption(formatOption('table', 'json'))
    .action(async ({ environment, format }: { readonly environment: string; readonly format: Format }) => {
      const found = environmentNamed(context, environment);
      const sheet = loadPriceSheet(found.location);
      const rows = Object.fromEntries(KEYS.map((key) => [key, priceRow(sheet, key).bands[0]?.usd.toFixed() ?? '']));
      const file = join(systemContainer(context), 'finops', 'prices.json');
      mkdirSync(dirname(file), { recursive: true });
      await writeFileAtomic(file, `${JSON.stringify({ region: sheet.region, asOf: sheet.asOf, rows }, null, 2)}\n`);
      const { region, asOf } = sheet;
      context.terminal.result(
        format === 'json'
          ? renderJson({ region, asOf, rows, file })
          : `Prices of ${region} as of ${asOf} stand in ${file}.\n`,
      );
    });
}

function systemContainer({ layout: { home } }: CliContext): string {
  const file = join(home, 'binding.json');
  let binding: Json;
  try {
    binding = JSON.parse(readFileSync(file, 'utf8')) as Json;
  } catch {
    throw new UserError('lake-missing', `there is no lake in ${home}`, 'Run `npm start` first.');
  }
  const containers = isJsonObject(binding) ? binding['containers'] : undefined;
  const system = isJsonObject(containers) ? containers['system'] : undefined;
  if (typeof system !== 'string' || /^[a-z]+:\/\/(?!\/)/.test(system)) {
    throw new UserError(
      'lake-remote',
      `the lake in ${home} is not on this machine`,
      'Upload the file to its system container.',
    );
  }
  return system.replace(/^file:(\/\/)?/, '');
}
