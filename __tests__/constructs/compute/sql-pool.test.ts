import { SqlPool } from '../../../constructs/compute/sql-pool';
import type { SqlPoolProps } from '../../../constructs/compute/sql-pool-props';
import { describeRefusals } from '../../support/refusal';
import { bodyOf, synthesizeStack } from '../../support/synth';

const base: SqlPoolProps = {
  workspaceId: '/subscriptions/x/workspaces/y',
  name: 'syndpserving',
  sku: 'DW100c',
  storage: 'LRS',
};

describe('SqlPool', () => {
  describeRefusals(base, (stack, id, props) => new SqlPool(stack, id, props), [
    {
      what: 'geo backup on LRS',
      bad: { geoBackup: true },
      setting: 'geoBackup',
      good: { geoBackup: true, storage: 'GRS' },
    },
    { what: 'an unknown size', bad: { sku: 'DW150c' }, setting: 'sku', good: { sku: 'DW200c' } },
    { what: 'a name with a hyphen', bad: { name: 'gold-sql' }, setting: 'sqlPool', good: { name: 'gold_sql' } },
  ]);

  test.each([
    ['LRS', false],
    ['GRS', true],
  ] as const)('on %s backs up to the paired region: %s', (storage, geo) => {
    const stack = synthesizeStack((scope) => new SqlPool(scope, 'Pool', { ...base, storage }));
    expect(bodyOf(stack, 'azurerm_synapse_sql_pool')).toMatchObject({
      storage_account_type: storage,
      geo_backup_policy_enabled: geo,
      data_encrypted: true,
      lifecycle: { prevent_destroy: true },
    });
  });
});
