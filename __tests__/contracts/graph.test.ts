import { join } from 'node:path';
import type { TableContract } from '../../contracts/contract';
import { columnsOf } from '../../contracts/expression';
import { tableGraph } from '../../contracts/graph';
import { loadContracts } from '../../contracts/load';

const contracts = loadContracts(join(__dirname, '..', '..', 'contracts', 'tables'));

describe('the table graph', () => {
  const graph = tableGraph(contracts);

  it('orders by what feeds what, foreign keys included', () => {
    expect(graph.levels).toEqual([
      ['bronze.events', 'bronze.transactions', 'bronze.users'],
      ['silver.users_enriched'],
      ['silver.events_clean', 'silver.transactions_validated'],
      ['gold.daily_metrics', 'gold.transaction_summary', 'gold.user_features'],
    ]);
  });

  it('knows everything downstream of a table, and nothing else', () => {
    expect(graph.downstream('bronze.events')).toEqual(['silver.events_clean', 'gold.user_features']);
    expect(graph.downstream('gold.daily_metrics')).toEqual([]);
  });

  it('fails for tables that wait for each other', () => {
    const circle = contracts.map((contract): TableContract => {
      return contract.name === 'silver.users_enriched' ? { ...contract, inputs: ['silver.events_clean'] } : contract;
    });
    expect(() => tableGraph(circle)).toThrow(/silver.events_clean, .*silver.users_enriched.* wait for each other/);
  });
});

describe('columns of an expression', () => {
  const columns = new Set(['name', 'email', 'age']);
  it.each([
    ['lower(trim(email))', ['email']],
    ["case when age is null then 'email' end", ['age']],
    ['`name` || email', ['name', 'email']],
    ['name(age)', ['age']],
    ["concat('it\\'s name', age)", ['age']],
  ])('%s reads %j', (expression, expected) => {
    expect(columnsOf(expression, columns)).toEqual(expected);
  });
});
