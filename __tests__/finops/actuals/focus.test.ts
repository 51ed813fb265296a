import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Decimal } from 'decimal.js';
import { type BillLine, type MonthlyBill, sumUsd } from '../../../finops/actuals/bill';
import { FOCUS_VERSION, focusCsv } from '../../../finops/actuals/focus';
import type { UserError } from '../../../shared/errors';
import { invoke } from '../../cli/invoke';
import { newFolder, removeFolders } from '../../delivery/fixtures';

const SUBSCRIPTION = '00000000-0000-4000-8000-0000000000f0';
const ROOT = `/subscriptions/${SUBSCRIPTION}/resourcegroups/rg/providers`;

function line(service: string, meter: string, usd: string, changes: Partial<BillLine> = {}): BillLine {
  return {
    ...{ resourceId: `${ROOT}/microsoft.storage/storageaccounts/stlake`, resourceGroup: 'rg', service },
    ...{ product: 'Blob', meter, unit: '1 GB/Month', region: 'eastus', layer: 'gold', tenant: 'unallocated' },
    ...{ tier: 'hot', tags: { layer: 'gold' }, quantity: new Decimal('12.5'), usd: new Decimal(usd) },
    ...changes,
  };
}

const LINES = [
  line('Storage', 'Hot LRS Data Stored', '0.000000000123'),
  line('Storage', 'Hot "LRS", early\ndelete', '-1.5', { tags: { owner: 'Ana, "Data"', layer: 'gold' } }),
  line('Azure Synapse Analytics', 'vCore', '12345678901.000000000001', { tags: {}, layer: 'unallocated', region: '' }),
  line('', '', '0', { resourceId: '', product: '', unit: '', quantity: new Decimal(0) }),
];
const BILL: MonthlyBill = {
  ...{ subscription: SUBSCRIPTION, month: '2026-12', firstDay: '2026-12-01', lastDay: '2026-12-31', rows: 9 },
  ...{ totalUsd: sumUsd(LINES), lines: LINES, days: [{ date: '2026-12-31', resourceId: '', usd: sumUsd(LINES) }] },
};

afterEach(removeFolders);

/** RFC 4180, by another hand than the writer's. */
function read(csv: string): readonly Readonly<Record<string, string>>[] {
  const fields = [...csv.matchAll(/(?:"((?:[^"]|"")*)"|([^,"\r\n]*))(,|\r\n)/g)];
  const records: string[][] = [[]];
  for (const [, wrapped, bare, end] of fields) {
    records.at(-1)?.push(wrapped?.replaceAll('""', '"') ?? bare ?? '');
    if (end === '\r\n') records.push([]);
  }
  const [names = [], ...rows] = records.slice(0, -1);
  return rows.map((row) => Object.fromEntries(names.map((name, place) => [name, row[place] ?? ''])));
}

test('every line is a row, its dollars to the last digit, our allocation beside it', () => {
  const rows = read(focusCsv([BILL]));
  expect(rows.map(({ BilledCost }) => BilledCost)).toEqual(LINES.map(({ usd }) => usd.toFixed()));
  expect(rows[1]).toMatchObject({
    ...{ BilledCost: '-1.5', ChargeCategory: 'Credit', ConsumedQuantity: '', ServiceCategory: 'Storage' },
    ...{ BillingPeriodStart: '2026-12-01T00:00:00Z', BillingPeriodEnd: '2027-01-01T00:00:00Z' },
    ...{ ChargePeriodEnd: '2027-01-01T00:00:00Z', SubAccountId: `/subscriptions/${SUBSCRIPTION}` },
    ...{ ResourceName: 'stlake', ResourceType: 'microsoft.storage/storageaccounts', x_Layer: 'gold' },
    ...{ x_SkuMeterName: 'Hot "LRS", early\ndelete', Tags: '{"owner":"Ana, \\"Data\\"","layer":"gold"}' },
  });
  expect(rows.map(({ ServiceCategory }) => ServiceCategory)).toEqual(['Storage', 'Storage', 'Analytics', 'Other']);
});

function lakeWith(bill: MonthlyBill): string {
  const home = newFolder();
  const folder = join(home, 'lake', 'system', 'finops', 'bills', bill.subscription);
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, `${bill.month}.json`), JSON.stringify({ schemaVersion: 1, ...bill }));
  return home;
}

test('cost export writes an imported month, and refuses another one', async () => {
  const home = lakeWith(BILL);
  const to = join(home, 'focus', 'december.csv');
  const done = await invoke(home, 'cost', 'export', '--period', '2026-12', '--to', to, '--format', 'json');
  expect({ code: done.code, told: JSON.parse(done.result) as unknown }).toEqual({
    code: 0,
    told: { file: to, focus: FOCUS_VERSION, rows: 4, totalUsd: '12345678899.500000000124' },
  });
  expect(readFileSync(to, 'utf8')).toBe(focusCsv([BILL]));
  const refused = await invoke(home, 'cost', 'export', '--period', '2026-11', '--to', to, '--format', 'json');
  expect([refused.code, (JSON.parse(refused.notes) as UserError).code]).toEqual([2, 'no-bill-of-month']);
});
