import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { newFolder, removeFolders } from '../delivery/fixtures';
import { billOf, billText, type Charge } from '../finops/actuals/constructed';
import { HOSTILE } from '../support/hostile';
import { Decimal } from 'decimal.js';
import { invoke } from './invoke';

// Charts are drawn by a library that takes a second to load, and longer on a busy machine.
jest.setTimeout(60_000);
afterEach(removeFolders);

const GUID = '00000000-0000-4000-8000-0000000000f0';

const charge = (name: string, usd: number): Charge => ({
  line: {
    resourceId: `/x/${name}`,
    resourceGroup: 'rg',
    service: `Storage ${name}`,
    product: '',
    meter: 'Hot LRS Data Stored',
    unit: '1',
    region: 'eastus',
    layer: 'gold',
    tenant: 'unallocated',
    tier: 'hot',
    tags: { owner: name },
    quantity: new Decimal(1),
  },
  usdOf: () => usd,
});

function importBill(home: string, month: string, charges: readonly Charge[], lastDay?: number): void {
  const file = join(home, 'lake', 'system', 'finops', 'bills', 's', `${month}.json`);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, billText(billOf(charges, month, lastDay)));
}

test('the newest month is reported as a page, as Markdown and as JSON', async () => {
  const home = newFolder();
  importBill(home, '2026-10', [charge('lake', 1)]);
  importBill(home, '2026-11', [charge('lake', 2)], 10);
  const nothing = newFolder();
  const told = await invoke(home, 'cost', 'report', '--stacks', nothing);
  expect(told).toMatchObject({ code: 0, notes: '' });
  expect(told.result).toContain('dev cost $20.00 in 10 of 30 days (2026-11-01 to 2026-11-10)');
  expect(told.result).toContain('As many days of 2026-10 cost $10.00: $10.00 more.');
  const page = /page: (.*)\n/.exec(told.result)?.[1] ?? '';
  expect(readFileSync(page, 'utf8')).toContain('Cost of dev, 2026-11');
  const json = JSON.parse(
    (await invoke(home, 'cost', 'report', '--stacks', nothing, '--format', 'json')).result,
  ) as unknown;
  expect(json).toMatchObject({ schemaVersion: 1, month: '2026-11', spend: { totalUsd: '20.00' }, page });
  const markdown = await invoke(
    home,
    'cost',
    'report',
    '--period',
    '2026-10',
    '--stacks',
    nothing,
    '--format',
    'markdown',
  );
  expect(markdown.result).toContain('# Cost of dev, 2026-10');
  expect(markdown.result).toContain('- the estimate: run `npx cdktf synth` first');
});

test('names of resources, services and owners cannot break page or Markdown', async () => {
  const home = newFolder();
  importBill(
    home,
    '2026-11',
    HOSTILE.map((name, index) => charge(`${name}${String(index)}`, 1)),
  );
  const page = join(newFolder(), 'cost.html');
  const told = await invoke(home, 'cost', 'report', '--stacks', newFolder(), '--to', page, '--format', 'markdown');
  expect(told.code).toBe(0);
  const text = readFileSync(page, 'utf8');
  expect(text).not.toMatch(/<script|<img/i);
  const columns = told.result.split('\n').filter((line) => line.startsWith('|'));
  expect(columns.length).toBeGreaterThan(HOSTILE.length);
});

test.each([
  [['cost', 'report'], 'No bill is imported into this lake.', 'Run `npx medallion cost import`'],
  [['cost', 'report', '--period', '2026-1'], 'Allowed is a month as YYYY-MM', ''],
  [['cost', 'report', '--environment', 'prd'], "there is no environment 'prd'", "Use 'prod'"],
  [['cost', 'import', 'x.csv'], '--subscription', ''],
  [
    ['cost', 'import', 'x.csv', '--subscription', GUID, '--target', 'synapse', '--environment', 'prod'],
    'which Spark on synapse prod cannot read',
    'abfss://',
  ],
])('%j is refused', async (args, message, remedy) => {
  const home = newFolder();
  const told = await invoke(home, ...args);
  expect(told.code).not.toBe(0);
  expect(told.notes).toContain(message);
  expect(told.notes).toContain(remedy);
  expect(existsSync(join(home, 'report'))).toBe(false);
});

test('where no bill is imported, a workflow goes on when it says so', async () => {
  const told = await invoke(newFolder(), 'cost', 'report', '--if-imported');
  expect(told).toMatchObject({ code: 0, result: 'No bill is imported into local yet.\n' });
});

test('a damaged bill is named, and nothing is written', async () => {
  const home = newFolder();
  importBill(home, '2026-11', [charge('lake', 2)]);
  const file = join(home, 'lake', 'system', 'finops', 'bills', 's', '2026-11.json');
  writeFileSync(file, readFileSync(file, 'utf8').slice(0, -20));
  const told = await invoke(home, 'cost', 'report');
  expect(told.code).not.toBe(0);
  expect(told.notes).toContain('bills/s/2026-11.json is not a bill of schema version 1');
});
