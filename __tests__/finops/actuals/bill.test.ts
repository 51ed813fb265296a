import { parseBill, sumUsd } from '../../../finops/actuals/bill';
import { componentOf, isTierFee, unitsIn } from '../../../finops/actuals/bill-services';
import { parseQueries } from '../../../finops/actuals/queries';
import { billsOf, partsOf } from '../../../finops/actuals/spend';
import { tieringOf } from '../../../finops/actuals/tiering';
import { Decimal } from 'decimal.js';
import { billOf, billText, type Charge } from './constructed';

const charge = (resource: string, meter: string, quantity: number, usd: number, more = {}): Charge => ({
  line: {
    resourceId: `/subscriptions/s/resourcegroups/rg/providers/microsoft.storage/storageaccounts/${resource}`,
    resourceGroup: 'rg',
    service: 'Storage',
    product: 'General Block Blob v2 Hierarchical Namespace',
    meter,
    unit: '1 GB/Month',
    region: 'eastus',
    layer: 'bronze',
    tenant: 'unallocated',
    tier: /^(hot|cool|cold|archive)/.exec(meter.toLowerCase())?.[0] ?? '',
    tags: {},
    quantity: new Decimal(quantity),
    ...more,
  },
  usdOf: (day) => (day.endsWith('-01') ? usd : 0),
});

test('what is written is read', () => {
  const bill = billOf([charge('lake', 'Hot LRS Data Stored', 1000, 21)], '2026-11', 3);
  expect(parseBill(billText(bill), 'x')).toEqual(bill);
});

test.each([
  ['no JSON', 'bill-unreadable'],
  ['{}', 'bill-unreadable'],
  ['{"schemaVersion": 2}', 'bill-unreadable'],
  [billText(billOf([charge('a', 'b', 1, 1)], '2026-11')).replace('"2026-11"', '"2026-13"'), 'bill-unreadable'],
  [
    billText(billOf([charge('a', 'b', 1, 1)], '2026-11')).replace('"totalUsd":"1"', '"totalUsd":"a lot"'),
    'bill-unreadable',
  ],
  [
    billText(billOf([charge('a', 'b', 1, 1)], '2026-11')).replace('"totalUsd":"1"', '"totalUsd":"2"'),
    'bill-sum-differs',
  ],
])('a file that is not whole is refused: %.40s', (text, code) => {
  expect(() => parseBill(text, 'bills/s/2026-11.json')).toThrow(expect.objectContaining({ code }));
});

test('a file of queries of another form is refused', () => {
  expect(() => parseQueries('{"schemaVersion": 1}', 'q')).toThrow(
    expect.objectContaining({ code: 'queries-unreadable' }),
  );
});

test('a month that is not imported names those that are', () => {
  const bills = [billOf([charge('a', 'b', 1, 1)], '2026-10')];
  expect(() => billsOf(bills, '2026-11')).toThrow('No bill of 2026-11 is imported; there are 2026-10.');
  expect(() => billsOf([], '2026-11')).toThrow('none is at all');
});

test.each([
  ['10K', 10_000],
  ['1 GB/Month', 1],
  ['1/Month', 1],
  ['100 Hours', 100],
  ['1M', 1_000_000],
  ['50K', 50_000],
  ['', 1],
  ['Unassigned', 1],
])('a unit of %p is %d of ours', (unit, count) => {
  expect(unitsIn(unit)).toBe(count);
});

test.each([
  [
    'Azure Synapse Analytics',
    'Azure Synapse Analytics Serverless Apache Spark Pool - Memory Optimized',
    'vCore',
    'spark',
  ],
  [
    'Azure Synapse Analytics',
    'Azure Synapse Analytics Serverless SQL Pool',
    'Standard Data Processed',
    'serverless sql',
  ],
  ['Azure Synapse Analytics', 'Azure Synapse Analytics Dedicated SQL Pool', '100 DWUs', 'dedicated sql'],
  ['Azure Synapse Analytics', 'Azure Synapse Analytics Pipelines', 'Azure Hosted IR Activity Run', 'orchestration'],
  ['Azure Data Factory v2', 'Azure Data Factory v2', 'Cloud Orchestration Activity Run', 'orchestration'],
  ['Storage', 'Tables', 'Hot LRS Data Stored', 'storage capacity'],
  ['Storage', 'Blob', 'Hot Read Operations', 'storage operations'],
  ['Log Analytics', 'Log Analytics', 'Pay-as-you-go Data Ingestion', 'observability'],
  ['Microsoft Defender for Cloud', 'Defender', 'Standard Node', 'security'],
  ['Virtual Network', 'Private Link', 'Standard Private Endpoint', 'network'],
  ['Virtual Machines', 'D4s v5', 'D4s v5', undefined],
])('%s, %s, %s is %s', (service, product, meter, component) => {
  const { line } = charge('x', meter, 1, 1, { service, product, resourceId: '' });
  expect(componentOf({ ...line, usd: new Decimal(1) })).toBe(component);
});

test('tiers: saved against the hot price of the same bill, less moves, retrieval and early deletion', () => {
  const charges = [
    charge('lake', 'Hot LRS Data Stored', 1000, 21),
    charge('lake', 'Cool LRS Data Stored', 2000, 30.4),
    charge('lake', 'Cool GRS Data Stored', 10, 1),
    charge('lake', 'Cool Data Retrieval', 100, 1),
    charge('lake', 'Cool LRS Early Delete', 50, 1.1),
    charge('lake', 'Cool LRS Write Operations', 5, 0.5),
    charge('lake', 'Hot LRS Write Operations', 5, 9),
  ];
  const bill = billOf(charges, '2026-11');
  // 2,000 x 0.021 - 30.40 = 11.60; fees 1 + 1.10 + 0.50. No hot price of GRS is on the bill.
  expect(tieringOf(bill.lines)).toMatchObject({
    grossUsd: '11.60',
    feesUsd: '2.60',
    netUsd: '9.00',
    unknownGib: '10.0',
  });
  expect(bill.lines.filter(isTierFee)).toHaveLength(3);
});

test('cents of parts add up, whatever is rounded', () => {
  const third = new Decimal(1).div(3);
  const parts = partsOf(
    new Map([
      ['a', third],
      ['b', third],
      ['c', third],
    ]),
    new Decimal(1),
  );
  expect(parts.map(({ usd }) => usd)).toEqual(['0.34', '0.33', '0.33']);
});

test('large months are added to the last of twelve places', () => {
  const usd = ['123456789012.000000000001', '0.000000000001', '-0.000000000002'].map((text) => ({
    usd: new Decimal(text),
  }));
  expect(sumUsd(usd).toFixed()).toBe('123456789012');
});

describe('queries of a month', () => {
  const sums = { runs: 2, usd: '1.5', seconds: 3, gb: 4 };
  const month = {
    schemaVersion: 1,
    month: '2026-11',
    totalUsd: '1.5',
    queries: 2,
    byUser: [{ user: 'ana', usd: '1.5' }],
    byEngine: [{ engine: 'dedicated', ...sums }],
    top: [{ label: 'q', user: 'ana', engine: 'dedicated', tables: ['gold.x'], ...sums }],
    advice: [{ label: 'q', because: 'b', remedy: 'r', savedUsd: null }],
  };

  test('are read as they were written', () => {
    const { schemaVersion, ...written } = month;
    expect(schemaVersion).toBe(1);
    expect(parseQueries(JSON.stringify(month), 'q')).toEqual(written);
  });

  const without = (key: string): string =>
    JSON.stringify(month, (name, value: unknown) => (name === key ? undefined : value));
  test.each([
    'month',
    'totalUsd',
    'queries',
    'byUser',
    'byEngine',
    'top',
    'advice',
    'user',
    'usd',
    'runs',
    'seconds',
    'gb',
    'label',
  ])('without %s are refused and not taken for nothing', (key) => {
    expect(() => parseQueries(without(key), 'q')).toThrow(expect.objectContaining({ code: 'queries-unreadable' }));
  });
});
