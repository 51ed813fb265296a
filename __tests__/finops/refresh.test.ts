import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Decimal } from 'decimal.js';
import type { PriceRow } from '../../finops/price-sheet';
import { refreshedDocument, refreshRow, type RetailPrice } from '../../finops/refresh';
import { retailPrices } from '../../finops/retail-prices';

const row: PriceRow = {
  key: 'adls.hns.hot.lrs.stored',
  region: 'eastus',
  unit: 'GiB-month',
  per: 1,
  bands: [
    { from: new Decimal(0), usd: new Decimal('0.0208') },
    { from: new Decimal(51200), usd: new Decimal('0.019968') },
  ],
  api: {
    serviceName: 'Storage',
    productName: 'Azure Data Lake Storage Gen2 Hierarchical Namespace',
    skuName: 'Hot LRS',
    meterName: 'Hot LRS Data Stored',
    unitOfMeasure: '1 GB/Month',
  },
  confidence: 'two-source',
  source: 'a fixture',
  method: 'recorded response',
  lastVerified: '2026-09',
  conflicts: [],
  note: '',
};
const TODAY = '2026-11-25T23:59:59Z';

function price(change: Partial<RetailPrice> = {}): RetailPrice {
  return {
    productName: row.api?.productName ?? '',
    skuName: 'Hot LRS',
    meterName: 'Hot LRS Data Stored',
    unitOfMeasure: '1 GB/Month',
    tierMinimumUnits: 0,
    retailPrice: 0.0208,
    effectiveStartDate: '2025-01-01T00:00:00Z',
    ...change,
  };
}
const second = price({ tierMinimumUnits: 51200, retailPrice: 0.019968 });

describe('a price held against the list', () => {
  test('is the same when every tier is', () => {
    expect(refreshRow(row, [second, price()], TODAY)).toEqual({ kind: 'same' });
  });

  test('is changed when a tier is, or has gone', () => {
    const changed = refreshRow(row, [price({ retailPrice: 0.021 }), second], TODAY);
    expect(changed).toMatchObject({ kind: 'changed' });
    expect(refreshRow(row, [price()], TODAY)).toMatchObject({ kind: 'changed' });
  });

  test('takes the newest price that holds today', () => {
    const newer = price({ retailPrice: 0.03, effectiveStartDate: '2026-06-01T00:00:00Z' });
    const coming = price({ retailPrice: 0.04, effectiveStartDate: '2027-01-01T00:00:00Z' });
    const outcome = refreshRow(row, [price(), newer, coming, second], TODAY);
    expect(outcome.kind === 'changed' && outcome.bands.map(({ usd }) => usd.toFixed())).toEqual(['0.03', '0.019968']);
  });

  test.each<[string, PriceRow, readonly RetailPrice[], string]>([
    ['another product with the same meter', row, [price({ productName: 'Blob Storage' })], 'not-found'],
    ['another unit', row, [price({ unitOfMeasure: '1 TB/Month' })], 'unclear'],
    ['two prices for one tier', row, [price(), price({ retailPrice: 1 })], 'unclear'],
    ['a row without a known meter', { ...row, api: null }, [price()], 'no-identity'],
    ['nothing at all', row, [], 'not-found'],
  ])('%s changes nothing', (_, one, prices, kind) => {
    expect(refreshRow(one, prices, TODAY).kind).toBe(kind);
  });

  test('goes into the document with its date and source, and leaves the rest alone', () => {
    const document = {
      schema: 's',
      asOf: '2026-09',
      rows: [
        {
          key: row.key,
          unit: 'GiB-month',
          bands: [[0, '1']],
          lastVerified: '2026-09',
          source: 'a',
          confidence: 'derived',
        },
        { key: 'other', bands: [[0, '2']] },
      ],
    };
    const outcome = refreshRow(row, [price({ retailPrice: 0.021 }), second], TODAY);
    expect(refreshedDocument(document, [{ row, outcome }], '2026-11')).toEqual({
      schema: 's',
      asOf: '2026-11',
      rows: [
        {
          key: row.key,
          unit: 'GiB-month',
          bands: [
            [0, '0.021'],
            [51200, '0.019968'],
          ],
          lastVerified: '2026-11',
          source: 'Azure Retail Prices API',
          confidence: 'verified',
          method: 'api',
          conflicts: [],
        },
        { key: 'other', bands: [[0, '2']] },
      ],
    });
  });

  test('becomes a row of the sheet that another region stood in for', () => {
    const key = 'synapse.spark.memopt.vcore';
    const lent: PriceRow = { ...row, key, region: 'westus', confidence: 'other-region', note: 'none is known' };
    const document = { region: 'westus', asOf: '2026-09', rows: [], standIns: { region: 'eastus', keys: [key, 'b'] } };
    const outcome = refreshRow(lent, [price({ retailPrice: 0.021 }), second], TODAY);
    expect(refreshedDocument(document, [{ row: lent, outcome }], '2026-11')).toEqual({
      region: 'westus',
      asOf: '2026-11',
      rows: [
        {
          key,
          region: 'westus',
          unit: 'GiB-month',
          per: 1,
          bands: [
            [0, '0.021'],
            [51200, '0.019968'],
          ],
          confidence: 'verified',
          source: 'Azure Retail Prices API',
          method: 'api',
          lastVerified: '2026-11',
          api: row.api,
          conflicts: [],
        },
      ],
      standIns: { region: 'eastus', keys: ['b'] },
    });
    const unseen = refreshedDocument(document, [{ row: lent, outcome: { kind: 'not-found' } }], '2026-11');
    expect(unseen).toEqual(document);
  });
});

describe('asking for list prices', () => {
  const asked: URL[] = [];
  let server: Server;
  let endpoint = '';
  let refusals = 0;

  beforeAll(async () => {
    server = createServer((request, response) => {
      const url = new URL(request.url ?? '', endpoint);
      asked.push(url);
      if (refusals-- > 0) {
        response.writeHead(429, { 'Retry-After': '0.01' }).end();
        return;
      }
      const isSecond = url.searchParams.has('$skip');
      const [items, next] = isSecond ? [[second], null] : [[price()], `${endpoint}?$skip=1`];
      response.setHeader('Content-Type', 'application/json');
      response.end(JSON.stringify({ Items: items, NextPageLink: next, Count: 1 }));
    });
    await new Promise<void>((settle) => server.listen(0, '127.0.0.1', settle));
    endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}/api/retail/prices`;
  });
  afterAll(() => new Promise((settle) => server.close(settle)));
  beforeEach(() => asked.splice(0));

  test('names the meter exactly and reads every page', async () => {
    expect(await retailPrices(row, endpoint)).toEqual([price(), second]);
    expect(asked[0]?.searchParams.get('api-version')).toBe('2023-01-01-preview');
    expect(asked[0]?.searchParams.get('$filter')).toBe(
      "armRegionName eq 'eastus' and serviceName eq 'Storage' and " +
        "productName eq 'Azure Data Lake Storage Gen2 Hierarchical Namespace' and " +
        "meterName eq 'Hot LRS Data Stored' and priceType eq 'Consumption'",
    );
  });

  test('waits as long as it is told, and asks again', async () => {
    refusals = 2;
    expect(await retailPrices(row, endpoint)).toHaveLength(2);
    expect(asked).toHaveLength(4);
  });

  test('says what cannot be reached', async () => {
    await expect(retailPrices(row, 'http://127.0.0.1:9/prices')).rejects.toThrow(/cannot be reached/);
  });
});
