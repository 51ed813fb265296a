import { join } from 'node:path';
import { loadContracts } from '../../contracts/load';
import { edited, findingsOf, shipped } from './shipped';

const folder = join(__dirname, '..', '..', 'contracts', 'tables');

describe('the shipped contracts', () => {
  const contracts = loadContracts(folder);

  it('are the nine tables of the lake', () => {
    expect(contracts.map(({ name }) => name)).toEqual([
      'bronze.events',
      'bronze.transactions',
      'bronze.users',
      'gold.daily_metrics',
      'gold.transaction_summary',
      'gold.user_features',
      'silver.events_clean',
      'silver.transactions_validated',
      'silver.users_enriched',
    ]);
  });

  it('read a source, its keys and its tiering', () => {
    const transactions = contracts.find(({ name }) => name === 'bronze.transactions');
    expect(transactions).toMatchObject({
      keys: ['basket_id', 'product_id'],
      source: { system: 'pos', format: 'jsonl', path: 'transactions', archiveAfterDays: 90 },
      tiering: { coolAfterDays: 60, coldAfterDays: 180 },
      retentionDays: 1095,
      latencyHours: 1,
    });
  });

  it('turn constraints and quality into rules', () => {
    const users = contracts.find(({ name }) => name === 'bronze.users');
    expect(users?.rules.map(({ id, severity }) => `${id} ${severity}`)).toEqual([
      'household_id.required error',
      'email-pattern warning',
      'contact_generated.required error',
      'age.validValues error',
      'income.validValues error',
      'snapshot_date.required error',
    ]);
  });

  it('read a relationship as a foreign key', () => {
    const transactions = contracts.find(({ name }) => name === 'silver.transactions_validated');
    expect(transactions?.foreignKeys).toEqual([
      {
        column: 'household_id',
        references: { table: 'silver.users_enriched', column: 'household_id' },
        orphans: 'quarantine',
      },
    ]);
  });
});

describe('a wrong contract', () => {
  it.each([
    {
      name: 'a key that ODCS does not know',
      file: 'bronze/transactions.odcs.yaml',
      from: '        required: true\n        logicalTypeOptions:\n          minimum: 0\n',
      to: '        requird: true\n        logicalTypeOptions:\n          minimum: 0\n',
      expected:
        /^bronze\/transactions\.odcs\.yaml:\d+: unknown key 'requird' in 'schema\/0\/properties\/\d+'\. Use 'required'/,
    },
    {
      name: 'broken YAML',
      file: 'bronze/events.odcs.yaml',
      from: 'domain: retail',
      to: 'domain: [retail',
      expected: /^bronze\/events\.odcs\.yaml:\d+: .+Fix the YAML$/,
    },
    {
      name: 'an unknown custom property',
      file: 'silver/users_enriched.odcs.yaml',
      from: 'property: orderBy',
      to: 'property: orderby',
      expected: /unknown custom property 'orderby'\. Use 'orderBy'/,
    },
    {
      name: 'a custom property with a value that is not allowed',
      file: 'bronze/users.odcs.yaml',
      from: 'format: csv',
      to: 'format: xlsx',
      expected: /custom property 'source': 'format' is "xlsx"\. .*one of: jsonl, csv/,
    },
    {
      name: 'a type that Spark does not have',
      file: 'gold/daily_metrics.odcs.yaml',
      from: 'physicalType: bigint',
      to: 'physicalType: bigin',
      expected:
        /gold\/daily_metrics\.odcs\.yaml:\d+: column 'transaction_lines' has the type 'bigin'\. Use one of: string/,
    },
    {
      name: 'a key that may be null',
      file: 'silver/users_enriched.odcs.yaml',
      from: 'description: Loyalty household.\n        required: true',
      to: 'description: Loyalty household.\n        required: false',
      expected: /key column 'household_id' is not required\. Add required: true/,
    },
    {
      name: 'a rule over an unknown column',
      file: 'bronze/transactions.odcs.yaml',
      from: 'implementation: quantity <= 1000',
      to: 'implementation: quantty <= 1000',
      expected:
        /bronze\/transactions\.odcs\.yaml:\d+: rule 'quantity-plausible' reads the unknown column 'quantty'\. Use 'quantity'/,
    },
    {
      name: 'a severity that does not exist',
      file: 'bronze/transactions.odcs.yaml',
      from: 'severity: warning',
      to: 'severity: warn',
      expected: /severity is 'warn'\..*one of: error, warning/,
    },
    {
      name: 'a personal column that leaves bronze unprotected',
      file: 'silver/users_enriched.odcs.yaml',
      from: '        customProperties:\n          - property: pii\n            value: email\n          - property: protection\n            value: token\n',
      to: '',
      expected:
        /silver\/users_enriched\.odcs\.yaml:\d+: column 'email_token' of silver\.users_enriched carries the personal column 'email' unprotected/,
    },
    {
      name: 'a personal column smuggled into another one',
      file: 'silver/users_enriched.odcs.yaml',
      from: 'transformLogic: age is not null',
      to: "transformLogic: street like '%Main%'",
      expected: /column 'has_demographics' of silver\.users_enriched carries the personal column 'street' unprotected/,
    },
    {
      name: 'an expression over a column the input lacks',
      file: 'silver/transactions_validated.odcs.yaml',
      from: 'transformLogic: to_date(transaction_timestamp)',
      to: 'transformLogic: to_date(transaction_time)',
      expected: /column 'transaction_date' reads 'transaction_time', which bronze\.transactions does not have/,
    },
    {
      name: 'an unknown input',
      file: 'gold/daily_metrics.odcs.yaml',
      from: 'silver.transactions_validated',
      to: 'silver.transactions_valid',
      expected: /gold\.daily_metrics reads the unknown table 'silver\.transactions_valid'/,
    },
    {
      name: 'gold that reads bronze',
      file: 'gold/daily_metrics.odcs.yaml',
      from: 'silver.transactions_validated',
      to: 'bronze.transactions',
      expected: /gold\.daily_metrics reads bronze\.transactions\. Read silver and gold tables/,
    },
    {
      name: 'a relationship to a column that is no key',
      file: 'silver/events_clean.odcs.yaml',
      from: 'properties/household_id',
      to: 'properties/age',
      expected: /'household_id' references silver\.users_enriched\.age\. Reference a key column: household_id/,
    },
    {
      name: 'a retention that is too short',
      file: 'bronze/users.odcs.yaml',
      from: 'value: 730',
      to: 'value: 7',
      expected: /bronze\/users\.odcs\.yaml:\d+: retention is 7 days\. Keep at least 30 days/,
    },
    {
      name: 'a retention in another unit',
      file: 'bronze/users.odcs.yaml',
      from: 'value: 730\n    unit: d',
      to: 'value: 2\n    unit: w',
      expected: /retention is '2 w'\. Give a number above 0 and the unit d or y/,
    },
    {
      name: 'tiers in the wrong order',
      file: 'bronze/transactions.odcs.yaml',
      from: 'coldAfterDays: 180',
      to: 'coldAfterDays: 30',
      expected: /coldAfterDays 30 is not after coolAfterDays 60/,
    },
    {
      name: 'a file that is named otherwise than its table',
      file: 'gold/user_features.odcs.yaml',
      from: 'name: user_features\n',
      to: 'name: user_feature\n',
      expected: /table gold\.user_feature stands in gold\/user_features\.odcs\.yaml/,
    },
  ])('fails for $name', ({ file, from, to, expected }) => {
    const findings = findingsOf(edited(file, [from, to]));
    expect(findings.join('\n')).toMatch(new RegExp(expected.source, 'm'));
  });

  it('names the line of the finding', () => {
    const texts = edited('bronze/users.odcs.yaml', ['format: csv', 'format: xlsx']);
    const text = texts.find(({ file }) => file === 'bronze/users.odcs.yaml')?.text ?? '';
    const line = text.split('\n').findIndex((candidate) => candidate.includes('system: crm')) + 1;
    expect(findingsOf(texts)).toEqual([expect.stringContaining(`bronze/users.odcs.yaml:${line}:`)]);
  });

  it('reports every file at once', () => {
    const texts = edited('bronze/users.odcs.yaml', ['format: csv', 'format: xlsx']).map(({ file, text }) => ({
      file,
      text: file === 'bronze/events.odcs.yaml' ? text.replace('kind: DataContract', 'kind: DataContrct') : text,
    }));
    expect(findingsOf(texts).map((finding) => finding.split(':')[0])).toEqual([
      'bronze/events.odcs.yaml',
      'bronze/users.odcs.yaml',
    ]);
  });

  it('finds nothing in the shipped lake', () => {
    expect(findingsOf(shipped)).toEqual([]);
  });

  it('fails for a folder that is not there or empty', () => {
    expect(() => loadContracts(join(folder, 'nowhere'))).toThrow(/does not exist/);
    expect(() => loadContracts(__dirname)).toThrow(/holds no .odcs.yaml file/);
  });
});
