import { join } from 'node:path';
import type { Column, TableContract, TableName } from '../../contracts/contract';
import { loadContracts } from '../../contracts/load';
import { diffContracts } from '../../review/contract-diff';

const lake = loadContracts(join(__dirname, '..', '..', 'contracts', 'tables'));

function edit(name: TableName, change: (contract: TableContract) => Partial<TableContract>): readonly TableContract[] {
  return lake.map((contract) => (contract.name === name ? { ...contract, ...change(contract) } : contract));
}

function editColumn(name: TableName, column: string, change: (column: Column) => Column): readonly TableContract[] {
  return edit(name, ({ columns }) => ({ columns: columns.map((one) => (one.name === column ? change(one) : one)) }));
}

function withoutPii({ name, type, required, description, expression }: Column): Column {
  return { name, type, required, description, ...(expression === undefined ? {} : { expression }) };
}

const linesOf = (after: readonly TableContract[]) =>
  diffContracts(lake, after).map(({ table, impact, message }) => `${impact} ${table}: ${message}`);

describe('the diff of contracts', () => {
  it('finds nothing between equal contracts', () => {
    expect(linesOf(lake)).toEqual([]);
  });

  it.each([
    [
      'a removed column',
      edit('silver.users_enriched', ({ columns }) => ({ columns: columns.filter(({ name }) => name !== 'age') })),
      'breaking silver.users_enriched: column age is removed',
    ],
    [
      'a changed type',
      editColumn('bronze.transactions', 'quantity', (column) => ({ ...column, type: 'bigint' })),
      'breaking bronze.transactions: the type of column quantity changes from int to bigint',
    ],
    [
      'a dropped protection',
      editColumn('silver.users_enriched', 'email_token', withoutPii),
      'breaking silver.users_enriched: column email_token loses its protection: email would be readable',
    ],
    [
      'a personal column that is unmarked',
      editColumn('bronze.users', 'phone', withoutPii),
      'breaking bronze.users: column phone is no longer marked as personal (phone): nothing protects it downstream',
    ],
    [
      'a shorter retention',
      edit('bronze.transactions', () => ({ retentionDays: 365 })),
      'breaking bronze.transactions: retention is shortened from 1095 to 365 days',
    ],
    [
      'a longer retention',
      edit('bronze.transactions', () => ({ retentionDays: 2000 })),
      'attention bronze.transactions: retention is lengthened from 1095 to 2000 days',
    ],
    [
      'a changed key',
      edit('silver.events_clean', () => ({ keys: ['event_id', 'event_date'] })),
      'breaking silver.events_clean: the key changes from event_id to event_id, event_date',
    ],
    [
      'a relaxed rule',
      edit('bronze.transactions', ({ rules }) => ({ rules: rules.filter(({ id }) => id !== 'week.maximum') })),
      'attention bronze.transactions: rule week.maximum is removed',
    ],
    [
      'an edit of the rule that a required column brings with it',
      edit('bronze.transactions', ({ rules }) => ({
        rules: rules.map((rule) => (rule.id === 'basket_id.required' ? { ...rule, dimension: 'accuracy' } : rule)),
      })),
      'attention bronze.transactions: rules[basket_id.required].dimension changes from completeness to accuracy',
    ],
    [
      'an added column',
      edit('bronze.events', ({ columns }) => ({
        columns: [...columns, { name: 'channel', type: 'string', required: false, description: '' }],
      })),
      'harmless bronze.events: column channel (string) is added',
    ],
    [
      'a column that becomes required',
      editColumn('bronze.events', 'campaign_type', (column) => ({ ...column, required: true })),
      'attention bronze.events: column campaign_type becomes required: rows without it are quarantined',
    ],
  ])('tells %s', (_, after, expected) => {
    expect(linesOf(after)).toEqual([expected]);
  });

  it('tells the loss of that rule while the column stays required', () => {
    const after = edit('bronze.transactions', ({ rules }) => ({
      rules: rules.filter(({ id }) => id !== 'basket_id.required'),
    }));
    expect(linesOf(after)).toEqual([
      expect.stringMatching(/^attention bronze\.transactions: rules\[basket_id\.required\] changes from .* to none$/),
    ]);
  });

  it('names who reads the table', () => {
    const [change] = diffContracts(
      lake,
      edit('silver.users_enriched', () => ({ retentionDays: 60 })),
    );
    expect(change?.downstream).toEqual([
      'silver.events_clean',
      'silver.transactions_validated',
      'gold.daily_metrics',
      'gold.transaction_summary',
      'gold.user_features',
    ]);
  });

  it('puts what breaks first', () => {
    const [gone] = diffContracts(
      lake,
      lake.filter(({ name }) => name !== 'gold.daily_metrics'),
    );
    expect(gone).toMatchObject({ impact: 'breaking', message: 'table gold.daily_metrics is removed' });
    const two = edit('bronze.users', ({ columns }) => ({
      retentionDays: 60,
      layout: { partitionBy: [], zOrderBy: ['age'], targetFileSizeMb: 128 },
      columns,
    }));
    expect(diffContracts(lake, two).map(({ impact }) => impact)).toEqual(['breaking', 'harmless']);
  });
});
