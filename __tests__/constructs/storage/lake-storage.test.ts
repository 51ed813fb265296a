import { ipRange } from '../../../constructs/network/ip-range';
import { STORAGE_LAYERS } from '../../../environments/settings/storage';
import { LakeStorage } from '../../../constructs/storage/lake-storage';
import type { LakeStorageProps } from '../../../constructs/storage/lake-storage-props';
import { chain, contract } from '../../support/contracts';
import { describeRefusals } from '../../support/refusal';
import { bodiesOf, bodyOf, synthesizeStack } from '../../support/synth';

const base: LakeStorageProps = {
  name: 'stlaketest',
  resourceGroupName: 'rg-test',
  location: 'eastus',
  replication: 'GRS',
  contracts: chain,
};

const LOGS = '/subscriptions/s/resourceGroups/g/providers/Microsoft.OperationalInsights/workspaces/logs';

describe('LakeStorage', () => {
  describeRefusals(base, (stack, id, props) => new LakeStorage(stack, id, props), [
    { what: 'a name with hyphens', bad: { name: 'st-lake' }, setting: 'storageAccount', good: { name: 'stlake1' } },
    { what: 'no soft delete', bad: { softDeleteDays: 0 }, setting: 'softDeleteDays', good: { softDeleteDays: 1 } },
    {
      what: 'endless soft delete',
      bad: { softDeleteDays: 366 },
      setting: 'softDeleteDays',
      good: { softDeleteDays: 365 },
    },
    {
      what: 'reads of one layer, in an account of all',
      bad: { readLogs: ['gold'], diagnostics: { logWorkspaceId: LOGS } },
      setting: 'readLogs',
      good: { readLogs: ['gold'], diagnostics: { logWorkspaceId: LOGS }, layout: 'perLayer' },
    },
    {
      what: 'reads that are logged nowhere',
      bad: { readLogs: [...STORAGE_LAYERS] },
      setting: 'readLogs',
      good: { readLogs: [...STORAGE_LAYERS], diagnostics: { logWorkspaceId: LOGS } },
    },
    {
      what: 'archive on zone-redundant storage, when a contract asks for it',
      bad: { replication: 'RAGZRS' },
      setting: 'archiveAfterDays',
      good: { replication: 'RAGZRS', contracts: [contract('gold.sales', { tiering: { coolAfterDays: 60 } })] },
    },
  ]);

  test('logs reads of the layers that ask for it, and of no other', () => {
    const categories = (props: Partial<LakeStorageProps>) =>
      synthesizeStack(
        (scope) =>
          new LakeStorage(scope, 'Storage', {
            ...base,
            diagnostics: { logWorkspaceId: LOGS },
            layout: 'perLayer',
            ...props,
          }),
      )
        .resources.filter(({ type }) => type === 'azurerm_monitor_diagnostic_setting')
        .filter(({ body }) => JSON.stringify(body['enabled_log']).includes('StorageRead'))
        .map(({ path }) => path.split('/')[2])
        .sort();
    expect(categories({ readLogs: ['gold', 'silver'] })).toEqual(['gold', 'silver']);
    expect(categories({})).toEqual([]);
    expect(categories({ readLogs: [...STORAGE_LAYERS], layout: 'single' })).toEqual(['Default']);
  });

  const stack = synthesizeStack((scope) => {
    const storage = new LakeStorage(scope, 'Storage', {
      ...base,
      allowedRanges: [ipRange(scope, 'office', '203.0.113.0/24')],
    });
    const jobs = { id: 'Jobs', principalId: '00000000-0000-4000-8000-000000000009', type: 'ServicePrincipal' } as const;
    storage.grantRead('landing', jobs, 'Reads what is delivered.');
    storage.grantWrite('bronze', jobs, 'Writes bronze tables.');
  });

  test('opens the account to Entra ID and named networks only', () => {
    expect(bodyOf(stack, 'azurerm_storage_account')).toMatchObject({
      name: 'stlaketest',
      account_replication_type: 'GRS',
      is_hns_enabled: true,
      shared_access_key_enabled: false,
      local_user_enabled: false,
      allow_nested_items_to_be_public: false,
      https_traffic_only_enabled: true,
      min_tls_version: 'TLS1_2',
      network_rules: { default_action: 'Deny', bypass: ['AzureServices'], ip_rules: ['203.0.113.0/24'] },
      blob_properties: { delete_retention_policy: { days: 7 }, container_delete_retention_policy: { days: 7 } },
      lifecycle: { prevent_destroy: true },
    });
  });

  test('asks for no versioning and no change feed, which a hierarchical namespace refuses', () => {
    const text = JSON.stringify(bodyOf(stack, 'azurerm_storage_account'));
    expect(text).toContain('blob_properties');
    expect(text).not.toMatch(/versioning|change_feed|restore_policy/);
  });

  test('makes every container through ARM, private', () => {
    const containers = bodiesOf(stack, 'azurerm_storage_container');
    expect(containers.map(({ name }) => name)).toEqual([
      'audit',
      'bronze',
      'gold',
      'landing',
      'releases',
      'silver',
      'system',
    ]);
    for (const container of containers) {
      expect(container).toMatchObject({ container_access_type: 'private', lifecycle: { prevent_destroy: true } });
      expect(container['storage_account_id']).toMatch(/^\$\{azurerm_storage_account\..*\.id\}$/);
      expect(container['storage_account_name']).toBeUndefined();
    }
  });

  test('grants at the container, with the reason beside it', () => {
    const grants = bodiesOf(stack, 'azurerm_role_assignment');
    expect(grants.map((grant) => [grant['role_definition_name'], grant['description']])).toEqual([
      ['Storage Blob Data Reader', 'Reads what is delivered.'],
      ['Storage Blob Data Contributor', 'Writes bronze tables.'],
    ]);
    expect(grants[0]?.['scope']).toMatch(/^\$\{azurerm_storage_container\..*landing.*\.id\}$/);
    expect(grants[0]?.['principal_type']).toBe('ServicePrincipal');
  });

  test('lets go of data only where it is said so', () => {
    const loose = synthesizeStack((scope) => new LakeStorage(scope, 'Storage', { ...base, protectData: false }));
    expect(bodyOf(loose, 'azurerm_storage_account')).toMatchObject({ lifecycle: { prevent_destroy: false } });
  });

  test('writes addresses as Spark and Synapse want them', () => {
    let addresses: readonly string[] = [];
    synthesizeStack((scope) => {
      const storage = new LakeStorage(scope, 'Storage', base);
      addresses = [storage.uri('gold'), storage.dfsUrl('system')];
    });
    expect(addresses).toEqual([
      'abfss://gold@stlaketest.dfs.core.windows.net',
      'https://stlaketest.dfs.core.windows.net/system',
    ]);
  });

  test('has exactly one lifecycle policy, and none when no contract asks for one', () => {
    expect(bodiesOf(stack, 'azurerm_storage_management_policy')).toHaveLength(1);
    const plain = synthesizeStack(
      (scope) => new LakeStorage(scope, 'Storage', { ...base, contracts: [contract('gold.a')] }),
    );
    expect(bodiesOf(plain, 'azurerm_storage_management_policy')).toHaveLength(0);
    expect(bodiesOf(plain, 'azurerm_storage_account')).toHaveLength(1);
  });
});
