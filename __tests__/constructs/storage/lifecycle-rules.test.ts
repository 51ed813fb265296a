import { compileLifecycle } from '../../../constructs/storage/lifecycle-rules';
import { contract } from '../../support/contracts';

describe('compileLifecycle', () => {
  test('tiers data files of partitioned tables by their first partition column', () => {
    const layout = { partitionBy: ['day', 'store'], zOrderBy: [], targetFileSizeMb: 128 };
    expect(compileLifecycle([contract('silver.sales', { layout, tiering: { coolAfterDays: 60 } })])).toEqual([
      { name: 'silverCool60', prefixes: ['silver/sales/day='], coolAfterDays: 60 },
    ]);
  });

  test('tiers data files of other tables by the prefix that Spark gives them', () => {
    expect(compileLifecycle([contract('gold.sales', { tiering: { coldAfterDays: 120 } })])).toEqual([
      { name: 'goldCold120', prefixes: ['gold/sales/part-'], coldAfterDays: 120 },
    ]);
  });

  test('knows that every bronze table is partitioned by _quarantined', () => {
    expect(compileLifecycle([contract('bronze.sales', { tiering: { coolAfterDays: 30 } })])).toEqual([
      { name: 'bronzeCool30', prefixes: ['bronze/sales/_quarantined='], coolAfterDays: 30 },
    ]);
  });

  test('archives raw files only', () => {
    const source = { kind: 'files', system: 'pos', format: 'jsonl', path: 'sales', archiveAfterDays: 90 } as const;
    expect(compileLifecycle([contract('bronze.sales', { source, tiering: { coolAfterDays: 60 } })])).toEqual([
      { name: 'bronzeCool60', prefixes: ['bronze/sales/_quarantined='], coolAfterDays: 60 },
      { name: 'landingArchive90', prefixes: ['landing/sales/'], archiveAfterDays: 90 },
    ]);
  });

  test('puts tables of equal tiering into one rule, ten prefixes at most', () => {
    const tables = Array.from({ length: 12 }, (_, index) =>
      contract(`silver.t${String(index).padStart(2, '0')}`, { tiering: { coolAfterDays: 60, coldAfterDays: 120 } }),
    );
    const rules = compileLifecycle([...tables].reverse());
    expect(rules.map(({ name, prefixes }) => [name, prefixes.length])).toEqual([
      ['silverCool60Cold120', 10],
      ['silverCool60Cold120Part2', 2],
    ]);
    expect(rules[0]?.prefixes[0]).toBe('silver/t00/part-');
  });

  test('never names a _delta_log, nor the folder above one', () => {
    const tiering = { coolAfterDays: 60 };
    const tables = [
      contract('bronze.a', { tiering }),
      contract('silver.a', { tiering }),
      contract('gold.a', { tiering }),
    ];
    for (const prefix of compileLifecycle(tables).flatMap(({ prefixes }) => prefixes)) {
      const [layer, table] = prefix.split('/');
      expect(`${String(layer)}/${String(table)}/_delta_log/00000000000000000000.json`.startsWith(prefix)).toBe(false);
    }
  });

  test('has no rule for tables that ask for none', () => {
    expect(compileLifecycle([contract('gold.sales')])).toEqual([]);
  });
});
