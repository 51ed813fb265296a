import { DataFactory } from '@cdktf/provider-azurerm/lib/data-factory';
import { DataFactoryIntegrationRuntimeAzure } from '@cdktf/provider-azurerm/lib/data-factory-integration-runtime-azure';
import { DataFactoryLinkedCustomService } from '@cdktf/provider-azurerm/lib/data-factory-linked-custom-service';
import { DataFactoryLinkedServiceDataLakeStorageGen2 } from '@cdktf/provider-azurerm/lib/data-factory-linked-service-data-lake-storage-gen2';
import { DataFactoryLinkedServiceKeyVault } from '@cdktf/provider-azurerm/lib/data-factory-linked-service-key-vault';
import { DataFactoryManagedPrivateEndpoint } from '@cdktf/provider-azurerm/lib/data-factory-managed-private-endpoint';
import type { Construct } from 'constructs';
import { Judged } from '../base/judged';
import { checkName } from '../base/naming';
import { addPrivateEndpoints } from '../network/private-endpoint';
import type { Grantee } from '../security/grantee';
import type { LakeAccount } from '../storage/lake-account';
import { applyStandardProps, applyTags } from '../base/standard';
import type { FactoryProps } from './factory-props';
import { globalParametersOf, repositoryOf } from './factory-repository';

const STORAGE_SERVICE = 'lake';
/** Name by which pipeline JSON refers to the workspace. */
export const SYNAPSE_SERVICE = 'synapse';
const VAULT_SERVICE = 'vault';
const RUNTIME = 'managed';

/**
 * The Data Factory of a lake: managed network with private endpoints to storage and workspace, and linked services that
 * sign in by the factory's own identity. There is no key, secret or connection string.
 *
 * A managed private endpoint waits for approval on its target; no azurerm resource approves, the CLI does.
 *
 * @example
 * const factory = new Factory(stack, 'Factory', {
 *   name: names.of(stack, 'dataFactory'),
 *   resourceGroupName: group.name,
 *   location: environment.location,
 *   storage,
 *   vault,
 *   workspace,
 * });
 */
export class Factory extends Judged {
  readonly factory: DataFactory;
  readonly factoryName: string;
  /** Linked service of the lake's storage. */
  readonly storageService: DataFactoryLinkedServiceDataLakeStorageGen2;
  /** Linked service of the workspace's Spark. */
  readonly synapseService: DataFactoryLinkedCustomService;
  private readonly runtime: DataFactoryIntegrationRuntimeAzure;

  constructor(scope: Construct, id: string, props: FactoryProps) {
    super(scope, id);
    const { storage, vault, workspace, customerManagedKey: key, repository, globalParameters = {} } = props;
    this.factoryName = checkName(this, 'dataFactory', props.name);
    this.factory = new DataFactory(this, 'Resource', {
      name: this.factoryName,
      resourceGroupName: props.resourceGroupName,
      location: props.location,
      managedVirtualNetworkEnabled: true,
      publicNetworkEnabled: props.publicAccess ?? true,
      ...(key === undefined
        ? { identity: { type: 'SystemAssigned' } }
        : {
            // The key is read before the factory's own identity exists.
            identity: { type: 'SystemAssigned, UserAssigned', identityIds: [key.identityId] },
            customerManagedKeyId: key.keyId,
            customerManagedKeyIdentityId: key.identityId,
            dependsOn: [...key.ready],
          }),
      ...(props.catalogId === undefined ? {} : { purviewId: props.catalogId }),
      ...(repository === undefined ? {} : repositoryOf(this, repository)),
      ...(Object.keys(globalParameters).length === 0
        ? {}
        : { globalParameter: globalParametersOf(this, globalParameters) }),
    });
    const { name, resourceGroupName, location } = props;
    const target = { name, resourceGroupName, location, targetId: this.factory.id };
    addPrivateEndpoints(this, target, props.privateEndpoints);
    const dataFactoryId = this.factory.id;
    this.runtime = new DataFactoryIntegrationRuntimeAzure(this, 'Runtime', {
      name: RUNTIME,
      dataFactoryId,
      location: props.location,
      virtualNetworkEnabled: true,
    });
    // The factory itself reads the release pointer and the figures, in one account. Storage redirects some calls from its dfs to its blob endpoint, so
    // that both are needed.
    const releases = storage.accountOf('releases');
    this.reachAccount('', releases);
    new DataFactoryManagedPrivateEndpoint(this, 'WorkspaceEndpoint', {
      name: 'workspace-dev',
      dataFactoryId,
      targetResourceId: workspace.workspace.id,
      subresourceName: 'Dev',
    });
    this.storageService = this.serveAccount('', releases);
    this.synapseService = new DataFactoryLinkedCustomService(this, 'SynapseService', {
      name: SYNAPSE_SERVICE,
      dataFactoryId,
      type: 'AzureSynapseArtifacts',
      typePropertiesJson: JSON.stringify({
        authentication: 'MSI',
        endpoint: workspace.devEndpoint,
        workspaceResourceId: workspace.workspace.id,
      }),
      integrationRuntime: { name: this.runtime.name },
    });
    // Key Vault trusts the factory by its identity, so it needs no endpoint in the managed network.
    new DataFactoryLinkedServiceKeyVault(this, 'VaultService', {
      name: VAULT_SERVICE,
      dataFactoryId,
      keyVaultId: vault.vault.id,
    });
    applyTags(this.factory, props);
    applyStandardProps(this, this.factory, props);
  }

  /**
   * A linked service for the files of one more account, reached through the managed network. The factory still needs a right there.
   *
   * @param owner short name of whose account it is, part of what is made for it
   */
  reach(owner: string, account: LakeAccount): DataFactoryLinkedServiceDataLakeStorageGen2 {
    this.reachAccount(owner, account);
    return this.serveAccount(owner, account);
  }

  private reachAccount(owner: string, account: LakeAccount): void {
    const suffix = owner === '' ? '' : `-${owner}`;
    const target = { dataFactoryId: this.factory.id, targetResourceId: account.account.id };
    const dfs = { ...target, name: `storage-dfs${suffix}`, subresourceName: 'dfs' };
    new DataFactoryManagedPrivateEndpoint(this, `StorageEndpoint${suffix}`, dfs);
    const blob = { ...target, name: `storage-blob${suffix}`, subresourceName: 'blob' };
    new DataFactoryManagedPrivateEndpoint(this, `StorageBlobEndpoint${suffix}`, blob);
  }

  private serveAccount(owner: string, account: LakeAccount): DataFactoryLinkedServiceDataLakeStorageGen2 {
    return new DataFactoryLinkedServiceDataLakeStorageGen2(this, `StorageService${owner === '' ? '' : `-${owner}`}`, {
      name: owner === '' ? STORAGE_SERVICE : `${STORAGE_SERVICE}_${owner}`,
      dataFactoryId: this.factory.id,
      integrationRuntimeName: this.runtime.name,
      url: `https://${account.dfsHost}`,
      useManagedIdentity: true,
    });
  }

  /** The identity with which pipelines read the release pointer and start Spark jobs. */
  get grantee(): Grantee {
    return { id: 'Factory', principalId: this.factory.identity.principalId, type: 'ServicePrincipal' };
  }
}
