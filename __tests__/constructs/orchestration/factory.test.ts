import type { TerraformStack } from 'cdktf';
import { Workspace } from '../../../constructs/compute/workspace';
import { Factory } from '../../../constructs/orchestration/factory';
import type { FactoryProps } from '../../../constructs/orchestration/factory-props';
import { LakeVault } from '../../../constructs/security/lake-vault';
import { LakeStorage } from '../../../constructs/storage/lake-storage';
import { describeRefusals } from '../../support/refusal';
import { bodiesOf, bodyOf, synthesizeStack } from '../../support/synth';

const place = { resourceGroupName: 'rg-test', location: 'eastus' };
const tenantId = '00000000-0000-4000-8000-0000000000aa';

type Subject = Omit<FactoryProps, 'storage' | 'vault' | 'workspace' | 'name' | 'resourceGroupName' | 'location'>;

function make(scope: TerraformStack, id = 'Factory', props: Subject = {}): Factory {
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
  return new Factory(scope, id, { ...place, ...props, name: 'adf-lake-test', storage, vault, workspace });
}

describe('Factory', () => {
  const stack = synthesizeStack((scope) => make(scope));

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

const github = { host: 'github', account: 'acme', repository: 'lake', branch: 'main', rootFolder: '/factory' } as const;
const devOps = { ...github, host: 'azureDevOps', project: 'data', tenantId } as const;

describe('the repository and the global parameters of a factory', () => {
  describeRefusals<Subject>({}, make, [
    {
      what: 'an address in place of an account',
      bad: { repository: { ...github, account: 'https://github.com/acme' } },
      setting: 'repository.account',
      good: { repository: github },
    },
    {
      what: 'a folder without its slash',
      bad: { repository: { ...github, rootFolder: 'factory' } },
      setting: 'repository.rootFolder',
      good: { repository: { ...github, rootFolder: '/' } },
    },
    {
      what: 'a server that is not reached by TLS',
      bad: { repository: { ...github, url: 'http://github.example.com' } },
      setting: 'repository.url',
      good: { repository: { ...github, url: 'https://github.example.com' } },
    },
    {
      what: 'a tenant by name',
      bad: { repository: { ...devOps, tenantId: 'acme.onmicrosoft.com' } },
      setting: 'repository.tenantId',
      good: { repository: devOps },
    },
    {
      what: 'a parameter that an expression reads as a subtraction',
      bad: { globalParameters: { 'max-rows': 5 } },
      setting: 'globalParameters',
      good: { globalParameters: { max_rows: 5 } },
    },
    {
      what: 'a number that is none',
      bad: { globalParameters: { rows: Number.NaN } },
      setting: 'globalParameters.rows',
      good: { globalParameters: { rows: 0.5 } },
    },
  ]);

  const body = (props: Subject): object =>
    bodyOf(
      synthesizeStack((scope) => make(scope, 'Factory', props)),
      'azurerm_data_factory',
    );

  test('connects to GitHub or Azure DevOps, from where nothing is published unless it is said', () => {
    const common = { account_name: 'acme', branch_name: 'main', root_folder: '/factory', repository_name: 'lake' };
    expect(body({ repository: github })).toMatchObject({
      github_configuration: { ...common, publishing_enabled: false },
    });
    expect(body({ repository: { ...devOps, publishing: true } })).toMatchObject({
      vsts_configuration: { ...common, project_name: 'data', tenant_id: tenantId, publishing_enabled: true },
    });
    expect(Object.keys(body({})).filter((key) => /configuration|parameter/.test(key))).toEqual([]);
  });

  test('gives each parameter the type of its value, and its value as text', () => {
    const globalParameters = { stage: 'dev', rows: 5, share: 0.5, strict: true, tables: ['a'], limits: { rows: 1 } };
    expect(body({ globalParameters })).toMatchObject({
      global_parameter: [
        { name: 'stage', type: 'String', value: 'dev' },
        { name: 'rows', type: 'Int', value: '5' },
        { name: 'share', type: 'Float', value: '0.5' },
        { name: 'strict', type: 'Bool', value: 'true' },
        { name: 'tables', type: 'Array', value: '["a"]' },
        { name: 'limits', type: 'Object', value: '{"rows":1}' },
      ],
    });
  });
});
