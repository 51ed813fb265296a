/** The real thing: a bill into a lake on this machine, through the command line, the engine and Spark. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { CostImport } from '../../delivery/cost-import';
import { invoke } from '../cli/invoke';
import { newFolder, removeFolders } from '../delivery/fixtures';
import { testAtNight } from '../support/at-night';

const SUBSCRIPTION = '00000000-0000-4000-8000-0000000000f0';
const MINUTES = 60_000;
const COLUMNS =
  'SubscriptionId,ResourceGroup,Date,ResourceId,MeterCategory,MeterName,Quantity,UnitOfMeasure,CostInBillingCurrency,BillingCurrency,Tags';

function billOf(folder: string, name: string, ...lines: readonly string[]): string {
  const file = join(folder, name);
  writeFileSync(file, [COLUMNS, ...lines, ''].join('\n'));
  return file;
}

function line(day: string, cost: string, currency = 'USD', tags = '"""Layer"": ""gold"""'): string {
  const id = `/subscriptions/${SUBSCRIPTION}/resourceGroups/rg/providers/Microsoft.Storage/storageAccounts/st`;
  return `${SUBSCRIPTION},rg,${day},${id},Storage,Hot LRS Data Stored,1,1 GB/Month,${cost},${currency},${tags}`;
}

/** Few rows: to compile methods well takes longer than to run them. */
const QUICK = '-XX:TieredStopAtLevel=1';
const before = process.env['JDK_JAVA_OPTIONS'];
beforeAll(() => {
  process.env['JDK_JAVA_OPTIONS'] = QUICK;
});
afterAll(() => {
  if (before === undefined) delete process.env['JDK_JAVA_OPTIONS'];
  else process.env['JDK_JAVA_OPTIONS'] = before;
  removeFolders();
});

const command = ['cost', 'import', '--subscription', SUBSCRIPTION, '--rate', 'EUR=1.08'];
const home = newFolder();

test(
  'a bill: what the command says is what stands in the lake',
  async () => {
    const { result } = await invoke(home, 'package', '--format', 'json');
    const { id } = JSON.parse(result) as { readonly id: string };
    for (const verb of ['publish', 'promote']) expect(await invoke(home, verb, id)).toMatchObject({ code: 0 });
    const first = billOf(home, 'first.csv', line('2026-11-01', '1.25'), line('2026-11-02', '-0.25', 'EUR', ''));
    const told = await invoke(home, ...command, first, '--format', 'json');
    expect(told).toMatchObject({ code: 0 });
    // 1.25 - 0.25 x 1.08.
    expect(JSON.parse(told.result) as CostImport).toEqual({
      ...{ rows: 2, months: ['2026-11'], total_usd: '0.98', untagged: 1, credits: 1, credits_usd: '-0.27' },
      ...{ restated: [], query_months: [] },
    });
    expect(month()).toMatchObject({ totalUsd: '0.98', lastDay: '2026-11-02', rows: 2 });
  },
  5 * MINUTES,
);

testAtNight(
  'its restatement takes its place, and the old total is told',
  async () => {
    const second = billOf(home, 'second.csv', line('2026-11-01', '1.25'), line('2026-11-02', '2'));
    const again = await invoke(home, ...command, second);
    expect(again).toMatchObject({ code: 0 });
    expect(again.result).toContain('2 rows of 2026-11: $3.25.');
    expect(again.result).toContain('2026-11 is restated: $0.98 before, $3.25 now.');
    expect(month()).toMatchObject({ totalUsd: '3.25', rows: 2 });
  },
  5 * MINUTES,
);

function month(): unknown {
  const file = join(home, 'lake', 'system', 'finops', 'bills', SUBSCRIPTION, '2026-11.json');
  return JSON.parse(readFileSync(file, 'utf8'));
}

test.each([
  [['gone.csv', '--subscription', SUBSCRIPTION], 'bill-missing'],
  [['gone.csv', '--subscription', 'Production'], 'subscription-invalid'],
  [['gone.csv', '--subscription', SUBSCRIPTION, '--target', 'synapse', '--environment', 'dev'], 'file-not-in-azure'],
])('cost import %j is refused before a job starts: %s', async (args, code) => {
  const ended = await invoke(newFolder(), 'cost', 'import', ...args, '--format', 'json');
  expect(ended.code).toBe(2);
  const told = ended.notes.split('\n').find((text) => text.startsWith('{')) ?? '';
  expect(JSON.parse(told)).toMatchObject({ code });
});
