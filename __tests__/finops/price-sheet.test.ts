import { Decimal } from 'decimal.js';
import fc from 'fast-check';

import { loadPriceSheet } from '../../finops/load-price-sheet';
import { parsePriceSheet } from '../../finops/parse-price-sheet';
import { costOf, toCents, unitPriceOf } from '../../finops/price';
import { priceRow } from '../../finops/price-sheet';
import eastus from '../../finops/prices/eastus.json';
import westus from '../../finops/prices/westus.json';
import { withStandIns } from '../../finops/stand-ins';

const sheet = loadPriceSheet('eastus');

/** Key, quantity, expected US dollars, tolerance 0; worked out by hand from the price lists, not by the code. */
const GOLDEN: readonly (readonly [string, number, string])[] = [
  ['adls.hns.hot.lrs.stored', 1_000_000, '19604.58'], // 1064.96 + 9201.2544 + 9338.368: 51,200, 460,800 and 488,000 GiB by band
  ['adls.hns.hot.zrs.stored', 1000, '26.00'],
  ['adls.hns.hot.grs.stored', 1000, '45.56'],
  ['adls.hns.hot.ragrs.stored', 1000, '47.80'],
  ['adls.hns.hot.gzrs.stored', 1000, '49.57'],
  ['adls.hns.hot.ragzrs.stored', 1000, '61.48'],
  ['adls.hns.cool.lrs.stored', 1000, '15.20'],
  ['adls.hns.cool.zrs.stored', 1000, '19.03'],
  ['adls.hns.cool.grs.stored', 1000, '30.40'],
  ['adls.hns.cool.ragrs.stored', 1000, '38.07'],
  ['adls.hns.cool.gzrs.stored', 1000, '33.44'],
  ['adls.hns.cold.lrs.stored', 1000, '3.60'],
  ['adls.hns.cold.zrs.stored', 1000, '4.00'],
  ['adls.hns.cold.grs.stored', 1000, '7.20'],
  ['adls.hns.cold.ragrs.stored', 1000, '9.00'],
  ['adls.hns.cold.gzrs.stored', 1000, '7.60'],
  ['adls.hns.cold.ragzrs.stored', 1000, '9.50'],
  ['adls.hns.archive.lrs.stored', 1000, '0.99'],
  ['adls.hns.archive.grs.stored', 1000, '2.99'],
  ['adls.hns.hot.lrs.write', 16_800_000, '109.20'], // 1 TB as 64 KB files
  ['adls.hns.hot.zrs.write', 1_000_000, '8.13'],
  ['adls.hns.hot.grs.write', 1_000_000, '13.00'],
  ['adls.hns.hot.gzrs.write', 1_000_000, '16.25'],
  ['adls.hns.cool.lrs.write', 1_000_000, '13.00'],
  ['adls.hns.cool.zrs.write', 1_000_000, '16.25'],
  ['adls.hns.cool.grs.write', 1_000_000, '26.00'],
  ['adls.hns.cool.gzrs.write', 1_000_000, '32.50'],
  ['adls.hns.cold.lrs.write', 1_000_000, '23.40'],
  ['adls.hns.cold.zrs.write', 1_000_000, '29.25'],
  ['adls.hns.cold.grs.write', 1_000_000, '46.80'],
  ['adls.hns.cold.gzrs.write', 1_000_000, '58.50'],
  ['adls.hns.hot.read', 100_000_000, '52.00'],
  ['adls.hns.cool.read', 1_000_000, '1.30'],
  ['adls.hns.cold.read', 1_000_000, '13.00'],
  ['synapse.spark.memopt.vcore', 4, '0.57'], // ten minutes on three medium nodes
  ['synapse.serverless.dataProcessed', 0.3, '1.50'],
  ['synapse.dedicated.dw100c', 730, '1102.30'],
  ['synapse.dedicated.storage.lrs', 2, '46.00'],
  ['synapse.dedicated.drBackup.ragrs', 2, '112.40'],
  ['pipelines.azureIr.activityRun', 43_800, '43.80'],
  ['pipelines.azureIr.externalActivity', 1000, '0.25'],
  ['pipelines.managedVnetIr.externalActivity', 100, '100.00'],
  ['logAnalytics.payg.ingest', 105, '230.00'],
  ['logAnalytics.retention', 100, '10.00'],
  ['keyVault.operations', 1_000_000, '3.00'],
  ['privateEndpoint.hour', 730, '7.30'],
  ['monitor.metricAlert', 20, '2.00'],
  ['monitor.metricAlert.dynamic', 20, '2.00'],
  ['monitor.logAlert.1min', 1, '3.00'],
  ['monitor.logAlert.5min', 1, '1.50'],
  ['monitor.logAlert.10min', 1, '1.00'],
  ['monitor.logAlert.15min', 1, '0.50'],
];

describe('the East US sheet', () => {
  test.each(GOLDEN)('%s: %d units cost %s', (key, quantity, usd) => {
    expect(toCents(costOf(priceRow(sheet, key), new Decimal(quantity))).toFixed(2)).toBe(usd);
  });

  test('has a golden figure for every price', () => {
    expect(GOLDEN.map(([key]) => key).sort()).toEqual([...sheet.rows.keys()].sort());
  });

  test('is dated, and flags where sources disagree', () => {
    expect(sheet).toMatchObject({ region: 'eastus', currency: 'USD', asOf: '2026-11', hoursPerMonth: 730 });
    const disputed = [...sheet.rows.values()].filter(({ conflicts }) => conflicts.length > 0).map(({ key }) => key);
    expect(disputed).toEqual(
      expect.arrayContaining([
        'synapse.spark.memopt.vcore',
        'synapse.dedicated.dw100c',
        'synapse.dedicated.storage.lrs',
        'adls.hns.hot.lrs.stored',
      ]),
    );
  });

  test('says how each derived or unverified price came about', () => {
    for (const { key, confidence, note } of sheet.rows.values()) {
      expect([key, note === '' && (confidence === 'derived' || confidence === 'unverified')]).toEqual([key, false]);
    }
  });
});

/** Worked out by hand from the West US facts; what is not here stands in from East US. */
const GOLDEN_WEST: readonly (readonly [string, number, string])[] = [
  ['adls.hns.hot.lrs.stored', 100_000, '2059.01'], // 51,200 at 0.021 and 48,800 at 0.02016
  ['adls.hns.hot.zrs.stored', 1000, '26.25'],
  ['adls.hns.hot.grs.stored', 1000, '46.00'],
  ['adls.hns.hot.ragrs.stored', 1000, '48.01'],
  ['adls.hns.cool.lrs.stored', 1000, '11.50'],
  ['adls.hns.cool.zrs.stored', 1000, '14.40'],
  ['adls.hns.cool.grs.stored', 1000, '23.00'],
  ['adls.hns.cool.ragrs.stored', 1000, '28.80'],
  ['adls.hns.hot.lrs.write', 1_000_000, '7.15'],
  ['adls.hns.hot.grs.write', 1_000_000, '14.30'],
  ['adls.hns.cool.lrs.write', 1_000_000, '13.00'],
  ['adls.hns.cool.grs.write', 1_000_000, '26.00'],
  ['adls.hns.hot.read', 100_000_000, '57.20'],
  ['adls.hns.cool.read', 1_000_000, '1.30'],
];

describe('the West US sheet', () => {
  const west = loadPriceSheet('westus');
  const own = [...west.rows.values()].filter(({ region }) => region === 'westus');

  test.each(GOLDEN_WEST)('%s: %d units cost %s', (key, quantity, usd) => {
    expect(toCents(costOf(priceRow(west, key), new Decimal(quantity))).toFixed(2)).toBe(usd);
  });

  test('has a golden figure for every price of its own, each dated by what recorded it', () => {
    expect(GOLDEN_WEST.map(([key]) => key).sort()).toEqual(own.map(({ key }) => key).sort());
    for (const { confidence, source, lastVerified } of own) {
      expect(['verified', 'derived']).toContain(confidence);
      expect(source).toContain('West US');
      expect(['2024-02', '2024-07']).toContain(lastVerified);
    }
  });

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

  test('has no price where neither region gives one', () => {
    expect(() => priceRow(west, 'adls.hns.hot.gzrs.stored')).toThrow('no price "adls.hns.hot.gzrs.stored"');
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
      '5.2e-7',
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
