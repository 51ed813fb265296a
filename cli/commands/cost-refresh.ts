import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Command, Option } from 'commander';
import writeFileAtomic from 'write-file-atomic';
import { loadPriceSheet } from '../../finops/load-price-sheet';
import { priceSheets } from '../../finops/prices';
import { hasIdentity, refreshedDocument, type RefreshedRow, refreshRow } from '../../finops/refresh';
import { RETAIL_PRICES, retailPrices } from '../../finops/retail-prices';
import type { JsonObject } from '../../shared/json';
import type { CliContext } from '../context';
import { renderJson } from '../output';
import { Progress } from '../progress';

interface Options {
  readonly write?: true;
  readonly endpoint: string;
  readonly format: 'markdown' | 'json';
}

/** `medallion cost refresh`, below the group of cost commands. */
export function addCostRefresh(cost: Command, context: CliContext): void {
  cost
    .command('refresh')
    .description("hold the price sheets against today's list prices")
    .option('--write', 'write what was found into finops/prices')
    .option('--endpoint <url>', 'where list prices are asked for', RETAIL_PRICES)
    .addOption(
      new Option('--format <format>', 'how to print the result').choices(['markdown', 'json']).default('markdown'),
    )
    .action(async ({ write, endpoint, format }: Options) => {
      const regions = Object.keys(priceSheets);
      const progress = new Progress(context.terminal, regions.length);
      const sheets: { region: string; rows: readonly RefreshedRow[] }[] = [];
      for (const region of regions) {
        const rows = await progress.phase(
          `Prices of ${region}`,
          (phase) => refreshSheet(region, endpoint, context.today, phase.status),
          (done) => `${done.filter(({ outcome }) => outcome.kind === 'changed').length} changed`,
        );
        sheets.push({ region, rows });
      }
      if (write === true) for (const { region, rows } of sheets) await writeSheet(context, region, rows);
      context.terminal.result(format === 'json' ? renderJson(sheets.map(asJson)) : renderMarkdown(sheets));
    });
}

async function refreshSheet(
  region: string,
  endpoint: string,
  today: string,
  status: (text: string) => void,
): Promise<readonly RefreshedRow[]> {
  const rows = [...loadPriceSheet(region).rows.values()].map((row) =>
    // Whatever stands in for a price is no answer to the question what it costs here.
    row.confidence === 'other-region' ? { ...row, region } : row,
  );
  const done: RefreshedRow[] = [];
  // One after the other: the API is free and throttles.
  for (const row of rows) {
    status(row.key);
    const prices = hasIdentity(row) ? await retailPrices(row, endpoint) : [];
    done.push({ row, outcome: refreshRow(row, prices, `${today}T23:59:59Z`) });
  }
  return done;
}

async function writeSheet({ repository, today }: CliContext, region: string, rows: readonly RefreshedRow[]) {
  const file = join(repository, 'finops', 'prices', `${region}.json`);
  const document = JSON.parse(readFileSync(file, 'utf8')) as JsonObject;
  // Loaded here only: nothing else needs the formatter at run time.
  const prettier = await import('prettier');
  const style = await prettier.resolveConfig(file);
  const text = JSON.stringify(refreshedDocument(document, rows, today.slice(0, 'YYYY-MM'.length)));
  await writeFileAtomic(file, await prettier.format(text, { ...style, parser: 'json' }));
}

function renderMarkdown(
  sheets: readonly { readonly region: string; readonly rows: readonly RefreshedRow[] }[],
): string {
  const lines = ['# List prices', ''];
  for (const { region, rows } of sheets) {
    const of = (kind: RefreshedRow['outcome']['kind']) => rows.filter(({ outcome }) => outcome.kind === kind);
    lines.push(
      `## ${region}`,
      '',
      `${of('changed').length} changed, ${of('same').length} as before, ${of('not-found').length} not found, ` +
        `${of('unclear').length} unclear, ${of('no-identity').length} without a known meter.`,
      '',
    );
    if (of('changed').length > 0) lines.push('| price | before | now |', '|---|---|---|');
    for (const { row, outcome } of of('changed')) {
      if (outcome.kind === 'changed') lines.push(`| ${row.key} | ${told(row.bands)} | ${told(outcome.bands)} |`);
    }
    for (const { row, outcome } of of('unclear')) {
      if (outcome.kind === 'unclear') lines.push(`- ${row.key}: ${outcome.reason}`);
    }
    for (const { row } of of('not-found')) lines.push(`- ${row.key}: no such meter`);
    lines.push('');
  }
  return lines.join('\n');
}

function told(bands: RefreshedRow['row']['bands']): string {
  return bands
    .map(({ from, usd }) => (from.isZero() ? `$${usd.toFixed()}` : `$${usd.toFixed()} from ${from.toFixed()}`))
    .join(', ');
}

function asJson({ region, rows }: { readonly region: string; readonly rows: readonly RefreshedRow[] }) {
  return { region, rows: rows.map(({ row, outcome }) => ({ key: row.key, before: row.bands, ...outcome })) };
}
