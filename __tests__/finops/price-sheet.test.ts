import { Decimal } from 'decimal.js';
import fc from 'fast-check';

import { loadPriceSheet } from '../../finops/load-price-sheet';
import { parsePriceSheet } from '../../finops/parse-price-sheet';
import { costOf, toCents, unitPriceOf } from '../../finops/price';
import { priceRow } from '../../finops/price-sheet';
import { priceSheets } from '../../finops/prices';
import eastus from '../../finops/prices/eastus.json';
import westus from '../../finops/prices/westus.json';
import { withStandIns } from '../../finops/stand-ins';
import { EAST_US, EAST_US_2, WEST_EUROPE, WEST_US, WEST_US_3 } from './golden-prices';

const sheet = loadPriceSheet('eastus');

/** What the written arithmetic gives: sums of products and quotients. */
function worked(arithmetic: string): Decimal {
  return Decimal.sum(
    ...arithmetic.split(' + ').map((term) => {
      const [product = '', per = '1'] = term.split(' / ');
      return product
        .split(' x ')
        .reduce((value, factor) => value.times(factor), new Decimal(1))
        .div(per);
    }),
  );
}

describe.each([
  ['eastus', EAST_US],
  ['westus', WEST_US],
  ['westus3', WEST_US_3],
  ['eastus2', EAST_US_2],
  ['westeurope', WEST_EUROPE],
])('the sheet of %s', (region, golden) => {
  const own = [...parsePriceSheet(priceSheets[region]).rows.values()];

  test.each(golden)('%s: %d units cost %s = %s', (key, quantity, arithmetic, usd) => {
    expect(toCents(worked(arithmetic)).toFixed(2)).toBe(usd);
    expect(toCents(costOf(priceRow(loadPriceSheet(region), key), new Decimal(quantity))).toFixed(2)).toBe(usd);
  });

  test('has a golden figure for every price of its own', () => {
    expect(golden.map(([key]) => key).sort()).toEqual(own.map(({ key }) => key).sort());
  });

  test('says where each price comes from, how and when, and which meter it is', () => {
    for (const { key, source, method, lastVerified, api } of own) {
      expect([key, source.length > 5, method.length > 2, /^202[4-6]-\d\d$/.test(lastVerified)]).toEqual([
        key,
        true,
        true,
        true,
      ]);
      expect([key, api?.productName !== undefined && api.meterName !== undefined]).toEqual([key, true]);
    }
  });
});

test.each(['northeurope', 'uksouth'])('%s has no price of its own and says so of every one', (region) => {
  const rows = [...loadPriceSheet(region).rows.values()].filter((row) => row.region !== 'Global');
  expect(rows.length).toBeGreaterThan(80);
  expect(rows.filter(({ confidence }) => confidence !== 'other-region')).toEqual([]);
});

test.each<[string, number, string]>([
  // finops-facts, section 6: published figures.
  ['synapse.dedicated.dw100c', 730, '1102.30'], // DW100c all month
  ['synapse.dedicated.dw100c', 176, '265.76'], // 176 business hours
  ['adls.hns.archive.read', 1_048_576, '681.57'], // 1 TiB of 1 MiB files read from archive once
])('the published figure of %s at %d is %s', (key, quantity, usd) => {
  expect(toCents(costOf(priceRow(sheet, key), new Decimal(quantity))).toFixed(2)).toBe(usd);
});

test.each<[string, number, string]>([
  ['synapse.dedicated.dw100c', 1460, '2204.60'], // DW200c all month in West Europe
  ['logAnalytics.payg.ingest', 105, '299.00'],
])('the published figure of West Europe, %s at %d, is %s', (key, quantity, usd) => {
  expect(toCents(costOf(priceRow(loadPriceSheet('westeurope'), key), new Decimal(quantity))).toFixed(2)).toBe(usd);
});

describe('the East US sheet', () => {
  test('is dated, and leaves no conflict that a later source has settled', () => {
    expect(sheet).toMatchObject({ region: 'eastus', currency: 'USD', asOf: '2026-11', hoursPerMonth: 730 });
    expect([...sheet.rows.values()].filter(({ conflicts }) => conflicts.length > 0)).toEqual([]);
    expect(priceRow(sheet, 'synapse.dedicated.dw100c').note).toContain('1.20, seen elsewhere');
  });

  test('prices storage by one family of meters', () => {
    const products = new Set(
      [...sheet.rows.values()]
        .filter(({ key }) => /stored|write$/.test(key) && key.startsWith('adls'))
        .map(({ api }) => api?.productName),
    );
    expect([...products]).toEqual(['General Block Blob v2 Hierarchical Namespace']);
  });

  test('says how each derived or unverified price came about', () => {
    for (const { key, confidence, note } of sheet.rows.values()) {
      expect([key, note === '' && (confidence === 'derived' || confidence === 'unverified')]).toEqual([key, false]);
    }
  });
});

describe('the West US sheet', () => {
  const west = loadPriceSheet('westus');
  const own = [...west.rows.values()].filter(({ region }) => region === 'westus');

  test('says of every other price that it is none of West US, or one that holds everywhere', () => {
    const others = [...west.rows.values()].filter((row) => !own.includes(row));
    expect(others.length).toBeGreaterThan(10);
    for (const row of others) {
      const lent = priceRow(sheet, row.key);
      expect(row.bands).toEqual(lent.bands);
      if (row.region === 'Global') expect(row).toEqual(lent);
      else {
        expect(row).toMatchObject({ region: 'eastus', confidence: 'other-region', source: lent.source });
        expect(row.note).toContain(
          `No price of westus is known: that of eastus stands in (${lent.confidence}, ${lent.lastVerified})`,
        );
      }
    }
  });
});

describe('what stands in for a price', () => {
  const own = parsePriceSheet(westus);
  const standing = (keys: readonly string[]): unknown => ({ ...westus, standIns: { region: 'eastus', keys } });

  test('is taken from the other sheet', () => {
    const rows = withStandIns(standing(['keyVault.operations']), own, () => sheet).rows;
    expect(rows.get('keyVault.operations')?.confidence).toBe('other-region');
    expect(rows.size).toBe(own.rows.size + 1);
  });

  test.each([
    ['keyVault.nope', 'the sheet of eastus has no such price'],
    ['adls.hns.hot.lrs.stored', 'the price is known here'],
  ])('is refused for %s', (key, problem) => {
    expect(() => withStandIns(standing([key]), own, () => sheet)).toThrow(problem);
  });

  test('is never a row of the sheet itself', () => {
    const row = { ...westus.rows[0], confidence: 'other-region' };
    expect(() => parsePriceSheet({ ...westus, rows: [row] })).toThrow('confidence must be one of verified');
  });
});

describe('a price', () => {
  const banded = [...sheet.rows.values()].filter(({ bands }) => bands.length > 1);
  const epsilon = new Decimal('0.001');

  test.each(banded.flatMap((row) => row.bands.slice(1).map(({ from }) => [row.key, from.toNumber()] as const)))(
    '%s has no jump at %d',
    (key, at) => {
      const row = priceRow(sheet, key);
      const below = costOf(row, new Decimal(at).minus(epsilon));
      const above = costOf(row, new Decimal(at).plus(epsilon));
      const dearest = Decimal.max(...row.bands.map(({ usd }) => usd));
      expect(above.minus(below).lte(epsilon.times(2).times(dearest))).toBe(true);
    },
  );

  test('has its storage breaks at 50 and 500 TiB', () => {
    expect(priceRow(sheet, 'adls.hns.hot.lrs.stored').bands.map(({ from }) => from.toNumber())).toEqual([
      0, 51_200, 512_000,
    ]);
  });

  test('never falls when the quantity grows', () => {
    const quantity = fc.integer({ min: 0, max: 2_000_000 });
    fc.assert(
      fc.property(fc.constantFrom(...sheet.rows.values()), quantity, quantity, (row, a, b) => {
        const [less, more] = [Math.min(a, b), Math.max(a, b)].map((units) => costOf(row, new Decimal(units)));
        return less !== undefined && more !== undefined && less.lte(more);
      }),
    );
  });

  test('times the quantity is the cost', () => {
    fc.assert(
      fc.property(fc.constantFrom(...sheet.rows.values()), fc.integer({ min: 1, max: 1_000_000 }), (row, units) => {
        const quantity = new Decimal(units);
        return unitPriceOf(row, quantity).times(quantity).minus(costOf(row, quantity)).abs().lt('1e-9');
      }),
    );
  });

  test('of nothing is the price of the first unit, and costs nothing', () => {
    const row = priceRow(sheet, 'adls.hns.hot.read');
    expect([unitPriceOf(row, new Decimal(0)).toString(), costOf(row, new Decimal(0)).toString()]).toEqual([
      '5.72e-7',
      '0',
    ]);
  });
});

describe('a faulty sheet', () => {
  const row = eastus.rows[0];
  const withRow = (change: object) => ({ ...eastus, rows: [{ ...row, ...change }] });

  test('is told from a sound one', () => {
    expect(parsePriceSheet(withRow({})).rows.size).toBe(1);
  });

  test.each<[string, unknown, string]>([
    ['no sheet', [], 'schema must be'],
    ['another schema', { ...eastus, schema: 'x' }, 'schema must be'],
    ['another currency', { ...eastus, currency: 'EUR' }, 'currency must be USD'],
    ['a day that is none', { ...eastus, asOf: 'November' }, 'asOf must be a month'],
    ['a gap below the first band', withRow({ bands: [[5, '0.1']] }), 'the first band must start at 0'],
    ['no band', withRow({ bands: [] }), 'the first band must start at 0'],
    [
      'bands out of order',
      withRow({
        bands: [
          [0, '1'],
          [9, '2'],
          [9, '3'],
        ],
      }),
      'bands must rise',
    ],
    ['a price as a float', withRow({ bands: [[0, 0.1]] }), 'must be [from, "price"]'],
    ['a negative price', withRow({ bands: [[0, '-1']] }), 'must be [from, "price"]'],
    ['an unknown confidence', withRow({ confidence: 'sure' }), 'confidence must be one of verified'],
    ['no source', withRow({ source: '' }), 'source must be a text'],
    ['no conflicts field', withRow({ conflicts: undefined }), 'conflicts must be a list'],
    ['nothing per price', withRow({ per: 0 }), 'per must be a number above 0'],
    ['a key twice', { ...eastus, rows: [row, row] }, 'the key stands twice'],
  ])('with %s is refused', (_, input, problem) => {
    expect(() => parsePriceSheet(input)).toThrow(problem);
  });

  test('names the row at fault', () => {
    expect(() => parsePriceSheet(withRow({ unit: '' }))).toThrow('adls.hns.hot.lrs.stored: unit');
  });
});

describe('a look-up', () => {
  test('of an unknown key names those that are near', () => {
    expect(() => priceRow(sheet, 'monitor.nope')).toThrow(
      expect.objectContaining({
        message: expect.stringContaining('no price "monitor.nope"'),
        remedy: expect.stringContaining('monitor.metricAlert'),
      }),
    );
  });

  test('of an unknown region names the known ones', () => {
    expect(() => loadPriceSheet('atlantis')).toThrow(
      expect.objectContaining({ remedy: expect.stringContaining('eastus') }),
    );
  });
});
