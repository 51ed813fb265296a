import { columnsOf, wordsOf } from '../../contracts/expression';

describe('the columns that an expression reads', () => {
  it.each<[string, readonly string[]]>([
    ['1e3 * id', ['id']],
    ['id + 1.5BD - 10L + .5e-3', ['id']],
    ['transform(x, t -> upper(t))', ['x']],
    ['aggregate(xs, 0, (acc, x) -> acc + x)', ['xs']],
    ['extract(year from d)', ['d']],
    ["d + interval '1' day", ['d']],
    ['address.street.`house no`', ['address']],
    ['tags[\'color\'] = "red"', ['tags']],
    ["X'1F' || r'a\\d' || v", ['v']],
    ['`US Gross` > 1', ['US Gross']],
    ['a /* b */ + c -- d', ['a', 'c']],
    ["case when v rlike 'it\\'s' then try_cast(v as smallint) end", ['v']],
    ['row_number() over (partition by k order by at desc nulls last)', ['k', 'at']],
    ['e3 + d1', ['e3', 'd1']],
  ])('%s', (expression, columns) => {
    expect(wordsOf(expression)).toEqual(columns);
  });

  it('are never too few where personal data is guarded', () => {
    const personal = new Set(['email']);
    for (const expression of ['upper(email)', 'transform(xs, email -> email)', 's.email', '`email`', '1e3 || email']) {
      expect(columnsOf(expression, personal)).toEqual(['email']);
    }
    expect(columnsOf("'email'", personal)).toEqual([]);
  });
});
