import { REPLICATIONS } from '../../azure/replication';
import { replaces } from '../../synthesized/replacement';

/** Microsoft, "Change how a storage account is replicated": zones are given or not given when the account is made. */
const ZONAL = ['ZRS', 'GZRS', 'RAGZRS'];

const pairs = REPLICATIONS.flatMap((before) => REPLICATIONS.map((after) => ({ before, after })));

test.each(pairs)('a storage account from $before to $after', ({ before, after }) => {
  const crosses = ZONAL.includes(before) !== ZONAL.includes(after);
  expect(replaces('azurerm_storage_account', 'account_replication_type', before, after)).toBe(crosses);
});

test.each<[string, string, unknown, unknown, boolean]>([
  ['azurerm_storage_account', 'name', 'a', 'b', true],
  ['azurerm_storage_account', 'account_kind', 'StorageV2', 'BlobStorage', true],
  ['azurerm_storage_account', 'immutability_policy[0].state', 'Locked', 'Unlocked', true],
  ['azurerm_storage_account', 'immutability_policy.state', 'Locked', 'Unlocked', true],
  ['azurerm_storage_account', 'account_kinds', 1, 2, false],
  ['azurerm_storage_account', 'access_tier', 'Hot', 'Cool', false],
  ['azurerm_synapse_workspace', 'account_kind', 'a', 'b', false],
  ['azurerm_data_factory', 'managed_virtual_network_enabled', true, false, true],
  ['azurerm_data_factory', 'managed_virtual_network_enabled', false, true, false],
  ['azurerm_synapse_workspace', 'managed_virtual_network_enabled', false, true, true],
])('%s: %s from %j to %j', (type, path, before, after, expected) => {
  expect(replaces(type, path, before, after)).toBe(expected);
});
