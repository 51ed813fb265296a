import { SynapseManagedPrivateEndpoint } from '@cdktf/provider-azurerm/lib/synapse-managed-private-endpoint';
import type { Construct } from 'constructs';
import { SynapseGrant } from '../constructs/security/synapse-grant';
import type { Grantee } from '../constructs/security/grantee';
import type { Environment } from '../environments/settings/environment';
import type { Group } from '../environments/settings/access';
import { AzureStack } from './azure-stack';
import type { LakehouseStack } from './lakehouse-stack';

/**
 * What only the workspace's own endpoint can do: roles inside Synapse, and private endpoints from its managed network. It
 * is a stack of its own because it needs a runner that the workspace's firewall lets in.
 */
export class WorkspaceAccessStack extends AzureStack {
  constructor(scope: Construct, id: string, environment: Environment, lake: Pick<LakehouseStack, 'lakehouse'>) {
    super(scope, id, environment);
    const { workspace, sparkPools, factory, accounts, vault, tenants } = lake.lakehouse;
    const synapseWorkspaceId = workspace.workspace.id;
    this.assignRoles(environment, synapseWorkspaceId, lake);
    const pipelinePools = [
      ...sparkPools.filter(({ poolName }) => poolName === environment.pipelinePool),
      ...tenants.flatMap(({ sparkPool }) => sparkPool ?? []),
    ];
    for (const { poolName, pool } of pipelinePools) {
      new SynapseGrant(this, `Factory-${poolName}`, {
        role: 'Synapse Compute Operator',
        reason: 'Pipelines start Spark jobs on this pool, and on none that is for people.',
        grantee: factory.grantee,
        scope: { synapseSparkPoolId: pool.id },
      });
    }
    // Spark runs in the managed network, from where the firewalls of storage and vault let nobody in.
    // Storage redirects some calls from its dfs to its blob endpoint, so that both are needed.
    accounts.forEach(({ account, accountName }, index) => {
      const other = index === 0 ? '' : `-${accountName}`;
      const common = { synapseWorkspaceId, targetResourceId: account.id };
      new SynapseManagedPrivateEndpoint(this, `StorageEndpoint${other}`, {
        ...common,
        name: `storage${other}-dfs`,
        subresourceName: 'dfs',
      });
      new SynapseManagedPrivateEndpoint(this, `StorageBlobEndpoint${other}`, {
        ...common,
        name: `storage${other}-blob`,
        subresourceName: 'blob',
      });
    });
    for (const [connection, { targetResourceId, subresource }] of Object.entries(environment.sourceEndpoints ?? {})) {
      new SynapseManagedPrivateEndpoint(this, `SourceEndpoint-${connection}`, {
        name: `source-${connection}`,
        synapseWorkspaceId,
        targetResourceId,
        subresourceName: subresource,
      });
    }
    new SynapseManagedPrivateEndpoint(this, 'VaultEndpoint', {
      name: 'vault',
      synapseWorkspaceId,
      targetResourceId: vault.vault.id,
      subresourceName: 'vault',
    });
  }

  private assignRoles(
    { access }: Environment,
    synapseWorkspaceId: string,
    { lakehouse }: Pick<LakehouseStack, 'lakehouse'>,
  ): void {
    const scope = { synapseWorkspaceId };
    new SynapseGrant(this, 'FactoryArtifacts', {
      role: 'Synapse Artifact User',
      reason: 'Pipelines run the Spark job definitions of the workspace.',
      grantee: lakehouse.factory.grantee,
      scope,
    });
    new SynapseGrant(this, 'Administrators', {
      role: 'Synapse Administrator',
      reason: 'Administrators set the workspace up and hand out its roles.',
      grantee: group('Administrators', access.administrators),
      scope,
    });
    new SynapseGrant(this, 'Deployers', {
      role: 'Synapse Artifact Publisher',
      reason: 'Deployments publish job definitions and SQL scripts.',
      grantee: group('Deployers', access.deployers),
      scope,
    });
    new SynapseGrant(this, 'Engineers', {
      role: access.engineersMayWrite ? 'Synapse Contributor' : 'Synapse Artifact User',
      reason: access.engineersMayWrite
        ? 'Engineers try jobs and scripts out by hand in this environment.'
        : 'Engineers open jobs and scripts to see what runs.',
      grantee: group('Engineers', access.engineers),
      scope,
    });
    new SynapseGrant(this, 'OperatorsMonitor', {
      role: 'Synapse Monitoring Operator',
      reason: 'Operators look into runs and their logs.',
      grantee: group('Operators', access.operators),
      scope,
    });
    new SynapseGrant(this, 'OperatorsCompute', {
      role: 'Synapse Compute Operator',
      reason: 'Operators stop a job that went astray.',
      grantee: group('Operators', access.operators),
      scope,
    });
  }
}

function group(id: string, { objectId }: Group): Grantee {
  return { id, principalId: objectId, type: 'Group' };
}
