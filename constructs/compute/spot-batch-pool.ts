import { FederatedIdentityCredential } from '@cdktf/provider-azurerm/lib/federated-identity-credential';
import { KubernetesCluster, type KubernetesClusterConfig } from '@cdktf/provider-azurerm/lib/kubernetes-cluster';
import {
  KubernetesClusterNodePool,
  type KubernetesClusterNodePoolConfig,
} from '@cdktf/provider-azurerm/lib/kubernetes-cluster-node-pool';
import { UserAssignedIdentity } from '@cdktf/provider-azurerm/lib/user-assigned-identity';
import type { Construct } from 'constructs';
import { Judged } from '../base/judged';
import { requireGuid, requireInteger, requireThat } from '../base/checks';
import { checkName } from '../base/naming';
import type { Grantee } from '../security/grantee';
import { applyStandardProps } from '../base/standard';
import type { SpotBatchPoolProps } from './spot-batch-pool-props';

/** Azure puts both on spot nodes; left out here, every plan would show them as a change. */
const SPOT = { label: 'kubernetes.azure.com/scalesetpriority', value: 'spot' } as const;

/** Where the jobs run, and as whom: the namespace and service account that the identity trusts. */
export const SPARK_NAMESPACE = 'spark';
export const SPARK_SERVICE_ACCOUNT = 'spark';

const HARDENED = {
  skuTier: 'Standard',
  localAccountDisabled: true,
  roleBasedAccessControlEnabled: true,
  oidcIssuerEnabled: true,
  workloadIdentityEnabled: true,
  azurePolicyEnabled: true,
  runCommandEnabled: false,
  automaticUpgradeChannel: 'patch',
  nodeOsUpgradeChannel: 'NodeImage',
  identity: { type: 'SystemAssigned' },
  networkProfile: { networkPlugin: 'azure', networkPolicy: 'azure', loadBalancerSku: 'standard' },
} satisfies Partial<KubernetesClusterConfig>;

const SPOT_NODES = {
  mode: 'User',
  priority: 'Spot',
  // A node that is taken away is gone: its disk would be billed while it waits.
  evictionPolicy: 'Delete',
  autoScalingEnabled: true,
  minCount: 0,
  nodeLabels: { [SPOT.label]: SPOT.value },
  nodeTaints: [`${SPOT.label}=${SPOT.value}:NoSchedule`],
} satisfies Partial<KubernetesClusterNodePoolConfig>;

/**
 * An AKS cluster for Spark batch jobs whose executors run on spot nodes at a price that is never passed: drivers on two
 * ordinary nodes, executors on nodes that Azure may take away, and a managed identity that both sign in with, without a secret.
 *
 * Executors tolerate the taint of the nodes, drivers do not, so that losing a node costs a stage and never a job.
 *
 * @throws ConfigurationError for a price that is neither -1 nor above zero with at most five decimals, a size that is no VM
 * size, nobody who administers the cluster, or a name Azure refuses
 *
 * @example
 * new SpotBatchPool(stack, 'SpotBatch', {
 *   name: names.of(stack, 'kubernetesCluster'),
 *   identityName: names.of(stack, 'userAssignedIdentity', 'batch'),
 *   resourceGroupName: group.name,
 *   location: environment.location,
 *   tenantId: environment.tenantId,
 *   administratorGroupIds: [environment.access.administrators.objectId],
 *   vmSize: 'Standard_D4s_v5',
 *   maxNodes: 10,
 *   maxPricePerHour: 0.08,
 *   subnetId: `${network.network.id}/subnets/batch`,
 * });
 */
export class SpotBatchPool extends Judged {
  readonly cluster: KubernetesCluster;
  readonly spotNodes: KubernetesClusterNodePool;
  readonly identity: UserAssignedIdentity;

  constructor(scope: Construct, id: string, props: SpotBatchPoolProps) {
    super(scope, id);
    const { resourceGroupName, location, subnetId: vnetSubnetId, maxNodes, maxPricePerHour } = props;
    const driverVmSize = props.driverVmSize ?? 'Standard_D2s_v5';
    this.check(props, driverVmSize);
    this.cluster = new KubernetesCluster(this, 'Resource', {
      ...HARDENED,
      name: checkName(this, 'kubernetesCluster', props.name),
      resourceGroupName,
      location,
      dnsPrefix: props.name,
      privateClusterEnabled: props.privateCluster ?? true,
      azureActiveDirectoryRoleBasedAccessControl: {
        azureRbacEnabled: true,
        tenantId: props.tenantId,
        adminGroupObjectIds: [...props.administratorGroupIds],
      },
      defaultNodePool: {
        name: checkName(this, 'nodePool', 'drivers'),
        vmSize: driverVmSize,
        nodeCount: 2,
        vnetSubnetId,
        onlyCriticalAddonsEnabled: false,
        upgradeSettings: { maxSurge: '1' },
      },
      ...(props.tags === undefined ? {} : { tags: { ...props.tags } }),
    });
    this.spotNodes = new KubernetesClusterNodePool(this, 'SpotNodes', {
      ...SPOT_NODES,
      name: checkName(this, 'nodePool', 'spot'),
      kubernetesClusterId: this.cluster.id,
      vmSize: props.vmSize,
      maxCount: maxNodes,
      spotMaxPrice: maxPricePerHour,
      vnetSubnetId,
      ...(props.zones === undefined ? {} : { zones: [...props.zones] }),
    });
    this.identity = new UserAssignedIdentity(this, 'Identity', {
      name: checkName(this, 'userAssignedIdentity', props.identityName),
      resourceGroupName,
      location,
    });
    new FederatedIdentityCredential(this, 'ServiceAccount', {
      name: 'spark-service-account',
      resourceGroupName,
      parentId: this.identity.id,
      audience: ['api://AzureADTokenExchange'],
      issuer: this.cluster.oidcIssuerUrl,
      subject: `system:serviceaccount:${SPARK_NAMESPACE}:${SPARK_SERVICE_ACCOUNT}`,
    });
    applyStandardProps(this, this.cluster, props);
  }

  /** The identity with which drivers and executors read and write the lake. */
  get grantee(): Grantee {
    return { id: 'Batch', principalId: this.identity.principalId, type: 'ServicePrincipal' };
  }

  private check(props: SpotBatchPoolProps, driverVmSize: string): void {
    const { maxPricePerHour, maxNodes, vmSize, administratorGroupIds } = props;
    requireThat(
      this,
      () => maxPricePerHour === -1 || (maxPricePerHour > 0 && /^\d+(\.\d{1,5})?$/.test(String(maxPricePerHour))),
      {
        setting: 'maxPricePerHour',
        value: maxPricePerHour,
        allowed: '-1, or US dollars a node and hour above 0 with at most five decimals',
        remedy: 'Use at most the on-demand price, or -1 to cap at it.',
      },
    );
    requireInteger(
      this,
      'maxNodes',
      maxNodes,
      { min: 1, max: 1000 },
      'Use at most 1000 nodes, the limit of an AKS node pool.',
    );
    for (const [setting, value] of Object.entries({ vmSize, driverVmSize })) {
      requireThat(this, () => /^Standard_[A-Z][A-Za-z0-9]*(_[A-Za-z0-9]+)*$/.test(value), {
        setting,
        value,
        allowed: 'a VM size, such as Standard_D4s_v5',
        remedy: 'Name the size as `az vm list-sizes` does.',
      });
    }
    requireThat(this, () => administratorGroupIds.length > 0, {
      setting: 'administratorGroupIds',
      value: administratorGroupIds,
      allowed: 'at least one group',
      remedy: 'Name at least one group: there is no local account, so without one the cluster is unreachable.',
    });
    for (const group of administratorGroupIds) {
      requireGuid(this, 'administratorGroupIds', group, 'Give the object id of the group.');
    }
  }
}
