import { compileManifest } from '../../contracts/compile';
import { parseContracts } from '../../contracts/load';
import { diffContracts } from '../../review/contract-diff';
import { type ContractText, edited, findingsOf, shipped } from './shipped';

const SALES = 'silver/transactions_validated.odcs.yaml';
const METRICS = 'gold/daily_metrics.odcs.yaml';
const DAYS = '  - property: retention\n    value: 1095\n    unit: d\n';
const of = (days: number, element?: string) =>
  `  - property: retention\n    value: ${days}\n    unit: d\n${element === undefined ? '' : `    element: ${element}\n`}`;
const HOLD =
  '    customProperties:\n      - property: legalHold\n        value: [{ id: case-7, reason: a court has ordered it }]\n';

const compiled = (texts: readonly ContractText[], name: string) =>
  compileManifest(parseContracts(texts), () => '').tables.find((table) => table.name === name);

describe('retention', () => {
  it('takes its column from the element, with or without the table', () => {
    for (const element of ['transaction_date', 'daily_metrics.transaction_date']) {
      const table = compiled(edited(METRICS, [DAYS, of(365, element)]), 'gold.daily_metrics');
      expect(table).toMatchObject({ retentionDays: 365, retentionBy: 'transaction_date' });
    }
  });

  it('that is shorter makes promises further on too long', () => {
    const texts = edited(SALES, [DAYS, of(365, 'transaction_timestamp')]);
    expect(findingsOf(texts).join()).toContain('keeps rows for 1095 days');
  });

  it('of silent tables is that of their input', () => {
    const silent = shipped.map(({ file, text }) =>
      file.startsWith('bronze')
        ? { file, text }
        : { file, text: text.replace(/ {2}- property: retention\n.*\n.*\n/, '') },
    );
    const days = compileManifest(parseContracts(silent), () => '').tables.map((one) => [one.name, one.retentionDays]);
    expect(Object.fromEntries(days)).toMatchObject({
      'silver.users_enriched': 730,
      'gold.user_features': 730,
      'gold.daily_metrics': 1095,
    });
  });

  it.each<[string, string, string, RegExp]>([
    ['longer than the input', METRICS, of(1096), /keeps rows for 1096 days, and silver.transactions_validated/],
    ['shorter, and nothing says how old a row is', METRICS, of(365), /nothing says how old a row is.*'element'/],
    ['by an unknown column', METRICS, of(365, 'dat'), /the unknown column 'dat'/],
    ['by a number', METRICS, of(365, 'baskets'), /'baskets', which is bigint/],
    [
      'of latency by a column',
      METRICS,
      `${of(1095)}  - property: latency\n    value: 2\n    unit: h\n    element: x\n`,
      /latency names the element/,
    ],
  ])('is refused: %s', (_, file, text, expected) => {
    expect(findingsOf(edited(file, [DAYS, text])).join('\n')).toMatch(expected);
  });
});

describe('a legal hold', () => {
  it('reaches the jobs without another fingerprint, and review reports its end', () => {
    const held = edited(METRICS, ['    customProperties:\n', HOLD]);
    const [before, after] = [compiled(shipped, 'gold.daily_metrics'), compiled(held, 'gold.daily_metrics')];
    expect(after?.retentionHolds).toEqual([{ id: 'case-7', reason: 'a court has ordered it' }]);
    expect(after?.fingerprint).toBe(before?.fingerprint);
    const changes = diffContracts(parseContracts(held), parseContracts(shipped));
    expect(changes).toMatchObject([
      { impact: 'breaking', message: expect.stringMatching(/the legal hold case-7 ends/) },
    ]);
  });
});
