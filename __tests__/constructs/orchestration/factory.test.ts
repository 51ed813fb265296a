import type { TerraformStack } from 'cdktf';
import { Workspace } from '../../../constructs/compute/workspace';
import { Factory } from '../../../constructs/orchestration/factory';
import { LakeVault } from '../../../constructs/security/lake-vault';
import { LakeStorage } from '../../../constructs/storage/lake-storage';
import { bodiesOf, bodyOf, synthesizeStack } from '../../support/synth';

const place = { resourceGroupName: 'rg-test', location: 'eastus' };
const tenantId = '00000000-0000-4000-8000-0000000000aa';

function make(scope: TerraformStack): Factory {
  const storage = new LakeStorage(scope, 'Storage', {
    ...place,
    name: 'stlaketest',
    replication: 'LRS',
    contracts: [],
  });
  const vault = new LakeVault(scope, 'Vault', { ...place, name: 'kv-lake-test', tenantId });
  const workspace = new Workspace(scope, 'Workspace', {
    ...place,
    name: 'synw-lake-test',
    tenantId,
    primaryFilesystem: { url: storage.dfsUrl('system'), container: storage.container('system') },
    administrators: { name: 'admins', objectId: '00000000-0000-4000-8000-000000000001' },
  });
  return new Factory(scope, 'Factory', { ...place, name: 'adf-lake-test', storage, vault, workspace });
}

describe('Factory', () => {
  const stack = synthesizeStack(make);

  test('works in a managed network, with private ways to storage and workspace', () => {
    expect(bodyOf(stack, 'azurerm_data_factory')).toMatchObject({
      managed_virtual_network_enabled: true,
      identity: { type: 'SystemAssigned' },
    });
    expect(bodyOf(stack, 'azurerm_data_factory_integration_runtime_azure')).toMatchObject({
      virtual_network_enabled: true,
    });
    const endpoints = bodiesOf(stack, 'azurerm_data_factory_managed_private_endpoint');
    expect(endpoints.map((endpoint) => endpoint['subresource_name']).sort()).toEqual(['Dev', 'blob', 'dfs']);
  });

  test('signs in to storage by its identity, through the managed runtime', () => {
    const body = bodyOf(stack, 'azurerm_data_factory_linked_service_data_lake_storage_gen2');
    expect(body).toMatchObject({
      url: 'https://stlaketest.dfs.core.windows.net',
      use_managed_identity: true,
      integration_runtime_name: expect.stringMatching(/^\$\{azurerm_data_factory_integration_runtime_azure\./),
    });
    expect(Object.keys(body).filter((key) => /key|principal/.test(key))).toEqual([]);
  });

  test('signs in to Spark by its identity', () => {
    const body = bodyOf(stack, 'azurerm_data_factory_linked_custom_service');
    expect(body['type']).toBe('AzureSynapseArtifacts');
    expect(JSON.parse(String(body['type_properties_json']))).toEqual({
      authentication: 'MSI',
      endpoint: 'https://synw-lake-test.dev.azuresynapse.net',
      workspaceResourceId: expect.stringMatching(/^\$\{azurerm_synapse_workspace\..*\.id\}$/),
    });
  });
});
