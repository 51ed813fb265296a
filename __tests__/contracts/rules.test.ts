import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { compileManifest } from '../../contracts/compile';
import { ContractError } from '../../contracts/findings';
import { parseContracts } from '../../contracts/load';

const folder = join(__dirname, '..', '..', 'contracts', 'tables');
const FILES = ['bronze/users', 'bronze/transactions', 'silver/users_enriched', 'silver/transactions_validated'];
const shipped = FILES.map((name) => ({
  file: `${name}.odcs.yaml`,
  text: readFileSync(join(folder, `${name}.odcs.yaml`), 'utf8'),
}));

/** The shipped lake whose `silver.transactions_validated` has one more rule, of the table or of `store_id`. */
function withRule(rule: string, place: 'table' | 'column' = 'table') {
  const [anchor, indent] =
    place === 'table' ? ['    quality:\n', 6] : ['        description: Store of the basket.\n', 10];
  const lines = rule
    .trim()
    .split('\n')
    .map((line) => `${' '.repeat(indent)}${line}\n`)
    .join('');
  const inserted = place === 'table' ? `${anchor}${lines}` : `${anchor}        quality:\n${lines}`;
  return shipped.map(({ file, text }) => {
    if (file !== 'silver/transactions_validated.odcs.yaml') return { file, text };
    expect(text).toContain(anchor);
    return { file, text: text.replace(anchor, inserted) };
  });
}

function compiled(rule: string, place?: 'table' | 'column') {
  const { tables } = compileManifest(parseContracts(withRule(rule, place)), () => '');
  const table = tables.find(({ name }) => name === 'silver.transactions_validated');
  return { rows: table?.rowChecks ?? [], whole: table?.tableChecks ?? [] };
}

function refusal(rule: string, place?: 'table' | 'column'): string {
  try {
    parseContracts(withRule(rule, place));
  } catch (error) {
    if (error instanceof ContractError)
      return error.findings.map(({ message, remedy }) => `${message}. ${remedy}`).join('\n');
    throw error;
  }
  return '';
}

describe('a quality rule of the standard', () => {
  it('counts duplicates over several columns, in rows and in percent', () => {
    const rule = (unit: string) => `
- id: twice
  type: library
  metric: duplicateValues
  arguments: { properties: [basket_id, store_id] }
  mustBeLessThan: 1
  unit: ${unit}`;
    const rows = 'count(*) - count(DISTINCT struct(basket_id, store_id))';
    expect(compiled(rule('rows')).whole).toContainEqual(
      expect.objectContaining({ id: 'twice', kind: 'set', metric: rows, expectation: 'value < 1', severity: 'error' }),
    );
    expect(compiled(rule('percent')).whole).toContainEqual(
      expect.objectContaining({ metric: `coalesce(100.0 * (${rows}) / nullif(count(*), 0), 0)` }),
    );
  });

  it('takes words for a missing value', () => {
    const { whole } = compiled(
      `- { id: gaps, type: library, metric: missingValues, arguments: { missingValues: [null, -1] }, mustBe: 0 }`,
      'column',
    );
    expect(whole).toContainEqual(
      expect.objectContaining({ kind: 'table', metric: 'count_if(store_id IS NULL OR store_id IN (-1))' }),
    );
  });

  it('bears a share of invalid values before the table fails', () => {
    const { rows } = compiled(
      `
- id: stores
  metric: invalidValues
  arguments: { validValues: [1, 2] }
  mustBeLessThan: 5
  unit: percent`,
      'column',
    );
    expect(rows).toContainEqual(
      expect.objectContaining({
        id: 'stores',
        expression: 'store_id IN (1, 2)',
        tolerance: { unit: 'percent', expectation: 'value < 5' },
      }),
    );
    expect(rows.find(({ id }) => id === 'week.minimum')?.tolerance).toBeNull();
  });

  it('asks a query over this table and what it is made from', () => {
    const { whole } = compiled(`
- id: nothing-lost
  type: sql
  query: SELECT (SELECT count(*) FROM bronze.transactions) - (SELECT count(*) FROM \${table})
  mustBeBetween: [0, 10]`);
    expect(whole).toContainEqual(
      expect.objectContaining({
        kind: 'query',
        query:
          'SELECT (SELECT count(*) FROM bronze.transactions) - (SELECT count(*) FROM silver.transactions_validated)',
        expectation: 'value BETWEEN 0 AND 10',
      }),
    );
  });
});

describe('a custom rule', () => {
  it('watches the volume against the last runs, and the distribution of a column', () => {
    const volume = `
- id: usual-volume
  type: custom
  engine: medallion
  severity: warning
  implementation: { check: volume, lastRuns: 7, minimumPercent: 50, maximumPercent: 200 }`;
    expect(compiled(volume).whole).toContainEqual(
      expect.objectContaining({ kind: 'volume', lastRuns: 7, expectation: 'value BETWEEN 50 AND 200' }),
    );
    const drift = `
- id: stores-as-usual
  type: custom
  engine: medallion
  implementation: { check: drift, below: 0.25 }`;
    expect(compiled(drift, 'column').whole).toContainEqual(
      expect.objectContaining({ kind: 'drift', columns: ['store_id'], bins: 10, expectation: 'value < 0.25' }),
    );
  });

  it('bears failing rows of a condition', () => {
    const { rows } = compiled(`
- id: plausible
  type: custom
  engine: sparkSql
  implementation: quantity <= 1000
  customProperties: [{ property: maximumPercent, value: 0.5 }]`);
    expect(rows).toContainEqual(
      expect.objectContaining({ id: 'plausible', tolerance: { unit: 'percent', expectation: 'value <= 0.5' } }),
    );
  });
});

describe('a wrong rule', () => {
  it.each([
    [
      'a unit that does not exist',
      '- { id: r, metric: rowCount, mustBeGreaterThan: 1, unit: promille }',
      /rule 'r' has the unit 'promille'. Use rows or percent/,
    ],
    [
      'a query that has no name',
      '- { type: sql, query: SELECT 1, mustBe: 0 }',
      /sql rule '\(no id\)' lacks an id, a query or a limit/,
    ],
    [
      'a query over an unknown table',
      '- { id: r, type: sql, query: SELECT count(*) FROM silver.nowhere, mustBe: 0 }',
      /rule 'r' reads the unknown table 'silver\.nowhere'/,
    ],
    [
      'duplicates of no column',
      '- { id: r, metric: duplicateValues, mustBe: 0 }',
      /rule 'r' of type 'library' cannot be evaluated. Use metric nullValues/,
    ],
    [
      'duplicates of a column that is not there',
      '- { id: r, metric: duplicateValues, mustBe: 0, arguments: { properties: [basket_id, shop] } }',
      /rule 'r' reads the unknown column 'shop'/,
    ],
    [
      'an engine that is not ours',
      '- { id: r, type: custom, engine: soda, implementation: checks }',
      /custom rule 'r' has engine 'soda'/,
    ],
    [
      'a volume over too few runs',
      '- { id: r, type: custom, engine: medallion, implementation: { check: volume, lastRuns: 1, minimumPercent: 1, maximumPercent: 2 } }',
      /custom rule 'r': .*lastRuns/,
    ],
    [
      'a check that is not built',
      '- { id: r, type: custom, engine: medallion, implementation: { check: entropy } }',
      /custom rule 'r': .*check.*one of: volume, drift/,
    ],
    [
      'drift of no column',
      '- { id: r, type: custom, engine: medallion, implementation: { check: drift, below: 0.2 } }',
      /drift rule 'r' belongs to no column/,
    ],
    [
      'a limit above a hundred percent',
      '- { id: r, type: custom, engine: sparkSql, implementation: quantity > 0, customProperties: [{ property: maximumPercent, value: 101 }] }',
      /maximumPercent of rule 'r'/,
    ],
    [
      'a limit of another name',
      '- { id: r, type: custom, engine: sparkSql, implementation: quantity > 0, customProperties: [{ property: maxPercent, value: 1 }] }',
      /custom rule 'r' has the custom properties maxPercent. Give one of maximumPercent, maximumRows/,
    ],
  ])('fails for %s', (_, rule, expected) => {
    expect(refusal(rule)).toMatch(expected);
  });

  it('fails for a query over a table that is built later', () => {
    const rule = '- { id: r, type: sql, query: SELECT count(*) FROM silver.transactions_validated, mustBe: 0 }';
    const texts = shipped.map(({ file, text }) =>
      file === 'silver/users_enriched.odcs.yaml'
        ? { file, text: text.replace('    properties:\n', `    quality:\n      ${rule}\n    properties:\n`) }
        : { file, text },
    );
    expect(() => parseContracts(texts)).toThrow(/reads silver\.transactions_validated, which may not be up to date/);
  });

  it('fails for drift of a personal column, whose values a baseline would keep', () => {
    const drift = '- { id: r, type: custom, engine: medallion, implementation: { check: drift, below: 0.2 } }';
    const texts = shipped.map(({ file, text }) =>
      file === 'bronze/users.odcs.yaml'
        ? {
            file,
            text: text.replace(
              'description: Street and number of the card holder.\n',
              (found) => `${found}        quality:\n          ${drift}\n`,
            ),
          }
        : { file, text },
    );
    expect(() => parseContracts(texts)).toThrow(/would store values of the personal column 'street'/);
  });

  it('finds nothing without the rule', () => {
    expect(parseContracts(shipped)).toHaveLength(FILES.length);
  });
});
