import { type Draft, draftContract } from '../../contracts/draft';
import { personalCategory } from '../../contracts/personal-names';
import { parseContracts } from '../../contracts/load';

const draft: Draft = {
  table: 'orders',
  system: 'erp',
  format: 'parquet',
  path: 'erp/orders',
  owner: 'sales',
  columns: [
    { name: 'order_id', type: 'bigint', required: true },
    { name: 'email', type: 'string', required: false },
    { name: 'amount', type: 'decimal(12,2)', required: true },
    { name: 'ordered_at', type: 'timestamp', required: false },
  ],
  keys: ['order_id'],
};

describe('a drafted contract', () => {
  it('is a contract that our own reader takes', () => {
    const [contract] = parseContracts([{ file: 'bronze/orders.odcs.yaml', text: draftContract(draft) }]);
    expect(contract).toMatchObject({
      name: 'bronze.orders',
      owner: 'sales',
      keys: ['order_id'],
      source: { kind: 'files', system: 'erp', format: 'parquet', path: 'erp/orders' },
      columns: [
        { name: 'order_id', type: 'bigint', required: true },
        { name: 'email', type: 'string', required: false, pii: { category: 'email' } },
        { name: 'amount', type: 'decimal(12,2)', required: true },
        { name: 'ordered_at', type: 'timestamp', required: false },
      ],
    });
  });

  it('is the same for the same input', () => {
    expect(draftContract(draft)).toBe(draftContract(draft));
  });
});

describe('what a name says about a person', () => {
  it.each([
    ['email', 'email'],
    ['contact_email', 'email'],
    ['Mobile', 'phone'],
    ['date_of_birth', 'birth-date'],
    ['dob', 'birth-date'],
    ['street', 'street'],
    ['last_name', 'name'],
    ['customer_name', 'name'],
  ])('%s is a person’s %s', (name, category) => {
    expect(personalCategory(name)).toBe(category);
  });

  it.each(['store_name_id', 'mailing_date', 'telephone_calls', 'address_count', 'product_name'])(
    '%s is not',
    (name) => {
      expect(personalCategory(name)).toBeUndefined();
    },
  );
});
