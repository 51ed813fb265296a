import { SpotBatchPool } from '../../../constructs/compute/spot-batch-pool';
import type { SpotBatchPoolProps } from '../../../constructs/compute/spot-batch-pool-props';
import { Lakehouse } from '../../../constructs/lakehouse/lakehouse';
import { dev } from '../../../environments/dev';
import { spotPoolTaint } from '../../../policies/rules/spot-pool-taint';
import { chain } from '../../support/contracts';
import { describeRefusals } from '../../support/refusal';
import { bodiesOf, bodyOf, synthesizeStack } from '../../support/synth';

const base: SpotBatchPoolProps = {
  name: 'aks-lake-test',
  identityName: 'id-lake-test',
  resourceGroupName: 'rg',
  location: 'eastus',
  tenantId: '00000000-0000-4000-8000-0000000000aa',
  administratorGroupIds: ['00000000-0000-4000-8000-000000000001'],
  vmSize: 'Standard_D4s_v5',
  maxNodes: 10,
  maxPricePerHour: 0.5,
  subnetId: '/subscriptions/x/subnets/batch',
};

describe('SpotBatchPool', () => {
  describeRefusals(base, (stack, id, props) => new SpotBatchPool(stack, id, props), [
    {
      what: 'a price of nothing',
      bad: { maxPricePerHour: 0 },
      setting: 'maxPrice',
      good: { maxPricePerHour: 0.00001 },
    },
    { what: 'a negative price', bad: { maxPricePerHour: -2 }, setting: 'maxPrice', good: { maxPricePerHour: -1 } },
    {
      what: 'a price of six decimals',
      bad: { maxPricePerHour: 0.123456 },
      setting: 'maxPrice',
      good: { maxPricePerHour: 0.12345 },
    },
    { what: 'no node', bad: { maxNodes: 0 }, setting: 'maxNodes', good: { maxNodes: 1 } },
    { what: 'a size in words', bad: { vmSize: 'Medium' }, setting: 'vmSize', good: { vmSize: 'Standard_E8ds_v5' } },
    {
      what: 'nobody in charge',
      bad: { administratorGroupIds: [] },
      setting: 'administratorGroupIds',
      good: { administratorGroupIds: base.administratorGroupIds },
    },
    { what: 'a name with spaces', bad: { name: 'my cluster' }, setting: 'kubernetesCluster', good: { name: 'aks' } },
  ]);

  const stack = synthesizeStack((scope) => new SpotBatchPool(scope, 'Batch', base));

  test('bids for nodes that come and go, marked as Azure marks them', () => {
    expect(bodyOf(stack, 'azurerm_kubernetes_cluster_node_pool')).toMatchObject({
      priority: 'Spot',
      spot_max_price: 0.5,
      eviction_policy: 'Delete',
      auto_scaling_enabled: true,
      min_count: 0,
      max_count: 10,
      node_labels: { 'kubernetes.azure.com/scalesetpriority': 'spot' },
      node_taints: ['kubernetes.azure.com/scalesetpriority=spot:NoSchedule'],
    });
    expect(JSON.stringify(spotPoolTaint.evaluate(stack))).toContain('"kind":"compliant"');
  });

  test('keeps drivers on nodes that stay, and lets nobody in by a local account', () => {
    const cluster = bodyOf(stack, 'azurerm_kubernetes_cluster');
    expect(cluster).toMatchObject({
      local_account_disabled: true,
      private_cluster_enabled: true,
      default_node_pool: { name: 'drivers', node_count: 2 },
      azure_active_directory_role_based_access_control: { azure_rbac_enabled: true },
    });
    expect(cluster['default_node_pool']).not.toHaveProperty('priority');
  });

  test('signs jobs in by the token of their service account, without a secret', () => {
    expect(bodyOf(stack, 'azurerm_federated_identity_credential')).toMatchObject({
      audience: ['api://AzureADTokenExchange'],
      issuer: expect.stringMatching(/^\$\{azurerm_kubernetes_cluster\..*\.oidc_issuer_url\}$/),
      subject: 'system:serviceaccount:spark:spark',
    });
  });
});

test('the jobs on spot nodes have the rights of the jobs on Synapse, and no more', () => {
  const { maxNodes, maxPricePerHour, subnetId, vmSize } = base;
  const environment = { ...dev, spotBatch: { maxNodes, maxPricePerHour, subnetId, vmSize } };
  const stack = synthesizeStack((scope) => new Lakehouse(scope, 'Lakehouse', { environment, contracts: chain }));
  const rightsOf = (principal: RegExp): readonly unknown[] =>
    bodiesOf(stack, 'azurerm_role_assignment')
      .filter(({ principal_id: id }) => principal.test(String(id)))
      .map(({ scope, role_definition_name: role }) => [scope, role]);
  const batch = rightsOf(/user_assigned_identity/);
  expect(batch.length).toBeGreaterThan(5);
  expect(batch).toEqual(rightsOf(/synapse_workspace/));
});
