import { stringify } from 'yaml';
import { columnsOf, wordsOf } from '../../contracts/expression';
import { parseExpression, parseQuery } from '../../contracts/sql-parser';
import { edited, findingsOf } from './shipped';

describe('the columns that an expression reads', () => {
  it.each<[string, readonly string[]]>([
    ['1e3 * id', ['id']],
    ['id + 1.5BD - 10L + .5e-3 + 3S', ['id']],
    ['transform(x, t -> upper(t))', ['x']],
    ['transform(x, t -> upper(t) || t.y || z)', ['x', 'z']],
    ['aggregate(xs, 0, (acc, x) -> acc + x)', ['xs']],
    ['exists(xs, x -> x > least)', ['xs', 'least']],
    ['extract(year from d)', ['d']],
    ["d + interval '1' day", ['d']],
    ['timestampdiff(DAY, a, b)', ['a', 'b']],
    ['date_add(day, 1)', ['day']],
    ['address.street.`house no`', ['address']],
    ["items['k'].price[0]", ['items']],
    ['max(struct(at, v)).v', ['at', 'v']],
    ['tags[\'color\'] = "red"', ['tags']],
    ["X'1F' || r'a\\d' || v", ['v']],
    ['`US Gross` > 1', ['US Gross']],
    ['a /* b */ + c -- d', ['a', 'c']],
    ["case when v rlike 'it\\'s' then try_cast(v as smallint) end", ['v']],
    ['row_number() over (partition by k order by at desc nulls last)', ['k', 'at']],
    ['percentile_cont(0.5) within group (order by v) filter (where w > 0)', ['w', 'v']],
    ['cast(s as struct<f: int, g: array<string>>).f', ['s']],
    ['current_date() + current_date', []],
    ['named_struct("a", b, "c", d)', ['b', 'd']],
    ['a <=> b and not c is distinct from d', ['a', 'b', 'c', 'd']],
    ['v like any ("x%", y)', ['v', 'y']],
    ["trim(both 'x' from a) || overlay(b placing c from 1)", ['a', 'b', 'c']],
    ['_source_file || _ingested_at::string', ['_source_file', '_ingested_at']],
    ['e3 + d1', ['e3', 'd1']],
  ])('%s', (expression, columns) => {
    expect(parseExpression(expression)).not.toHaveProperty('problem');
    expect(wordsOf(expression)).toEqual(columns);
  });

  it('are never too few where personal data is guarded', () => {
    const personal = new Set(['email']);
    for (const expression of ['upper(email)', 'transform(xs, email -> email)', 's.email', '`email`', '1e3 || email']) {
      expect(columnsOf(expression, personal)).toEqual(['email']);
    }
    expect(columnsOf("'email'", personal)).toEqual([]);
    expect(columnsOf('"email" /* email */', personal)).toEqual([]);
  });
});

describe('what is no expression', () => {
  it.each<[string, string]>([
    ['upper(v', 'expected ) and found'],
    ['v +', 'line 2, column 1'],
    ['v !!! 1', 'line 1, column 3'],
    ['v) from t where (1 = 1', 'it is not one expression'],
    ['v) , (w', 'it is not one expression'],
    ["'open", 'nterminated'],
    ['case when v then 1', 'expected )'],
    ['v w', "found 'w', at line 1, column 3"],
    ['', 'expected'],
  ])('%s', (expression, expected) => {
    const parsed = parseExpression(expression);
    expect('problem' in parsed ? parsed.problem.replace('Expected', 'expected') : parsed).toContain(expected);
  });

  it.each<[string, string]>([
    ['(select 1)', "transformLogic of 'transaction_timestamp' has a subquery"],
    ['v w', "transformLogic of 'transaction_timestamp' is no Spark SQL: expected"],
  ])('is a finding with a line: %s', (expression, expected) => {
    const line = `        transformLogic: ${stringify(expression)}        description: `;
    const before = '      - name: transaction_timestamp\n';
    const [finding = ''] = findingsOf(
      edited('silver/transactions_validated.odcs.yaml', [before, `${before}${line.replace(/ +description: $/, '')}`]),
    ).filter((text) => text.includes('transformLogic of'));
    expect(finding).toContain(expected);
    expect(finding).toMatch(/^silver\/transactions_validated.odcs.yaml:11[4-6]:/);
  });
});

describe('the tables that a query reads', () => {
  it.each<[string, readonly string[]]>([
    ['select count(*) from gold.a join silver.b on a.x = b.x', ['gold.a', 'silver.b']],
    ["select 'bronze.x' /* bronze.y */ from gold.a -- bronze.z", ['gold.a']],
    [
      'with t as (select * from silver.b) select max(v) from t where exists (select 1 from gold.c)',
      ['silver.b', 'gold.c'],
    ],
    ['select a.b from (select 1 as b) a', []],
  ])('%s', (query, tables) => {
    expect(parseQuery(query)).toEqual({ tables });
  });

  it.each(['select', 'drop table gold.a', 'select 1; select 2'])('is refused: %s', (query) => {
    expect(parseQuery(query)).toHaveProperty('problem');
  });
});
