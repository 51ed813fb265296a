import { StorageAccount, type StorageAccountConfig } from '@cdktf/provider-azurerm/lib/storage-account';
import { StorageContainer } from '@cdktf/provider-azurerm/lib/storage-container';
import { Construct } from 'constructs';
import { REPLICATIONS } from '../../environments/environment';
import { requireInteger, requireOneOf } from '../checks';
import { checkName } from '../naming';
import type { Grantee } from '../security/grantee';
import { RoleGrant } from '../security/role-grant';
import { CONTAINERS, type ContainerName } from './containers';
import type { LakeStorageProps } from './lake-storage-props';
import { LifecyclePolicy } from './lifecycle-policy';
import { compileLifecycle } from './lifecycle-rules';

/** What no lake may differ in: Entra ID is the only way in, the firewall denies, deletions can be undone. */
const HARDENED = {
  accountTier: 'Standard',
  accountKind: 'StorageV2',
  isHnsEnabled: true,
  minTlsVersion: 'TLS1_2',
  httpsTrafficOnlyEnabled: true,
  sharedAccessKeyEnabled: false,
  localUserEnabled: false,
  allowNestedItemsToBePublic: false,
  crossTenantReplicationEnabled: false,
  defaultToOauthAuthentication: true,
} satisfies Partial<StorageAccountConfig>;

/**
 * One ADLS Gen2 account with the containers of a lake, its lifecycle policy, and the rights on each container.
 *
 * Containers go through ARM, so neither keys nor a runner inside the network are needed.
 *
 * @throws ConfigurationError for an unknown replication, soft delete outside 1 to 365 days, or a policy Azure would refuse
 */
export class LakeStorage extends Construct {
  readonly account: StorageAccount;
  readonly accountName: string;
  private readonly containers: ReadonlyMap<ContainerName, StorageContainer>;

  constructor(scope: Construct, id: string, props: LakeStorageProps) {
    super(scope, id);
    const days = props.softDeleteDays ?? 7;
    const protect = props.protectData ?? true;
    requireOneOf(this, 'replication', props.replication, REPLICATIONS, 'Choose one of them.');
    requireInteger(
      this,
      'softDeleteDays',
      days,
      { min: 1, max: 365 },
      'Keep it short: deleted Delta files are billed.',
    );
    this.accountName = checkName(this, 'storageAccount', props.name);
    this.account = new StorageAccount(this, 'Account', {
      ...HARDENED,
      name: this.accountName,
      resourceGroupName: props.resourceGroupName,
      location: props.location,
      accountReplicationType: props.replication,
      blobProperties: { deleteRetentionPolicy: { days }, containerDeleteRetentionPolicy: { days } },
      networkRules: {
        defaultAction: 'Deny',
        bypass: ['AzureServices'],
        ipRules: (props.allowedRanges ?? []).map(({ cidr }) => cidr),
      },
      lifecycle: { preventDestroy: protect },
    });
    this.containers = new Map(CONTAINERS.map((name) => [name, this.makeContainer(name, protect)]));
    const rules = compileLifecycle(props.contracts);
    if (rules.length > 0) {
      new LifecyclePolicy(this, 'Lifecycle', {
        storageAccountId: this.account.id,
        replication: props.replication,
        rules,
      });
    }
  }

  /** @throws Error for a name that is no container of a lake, which types exclude */
  container(name: ContainerName): StorageContainer {
    const container = this.containers.get(name);
    if (container === undefined) throw new Error(`A lake has no container ${name}.`);
    return container;
  }

  /** `abfss://<container>@<account>.dfs.core.windows.net`, as Spark wants it. */
  uri(container: ContainerName): string {
    return `abfss://${container}@${this.accountName}.dfs.core.windows.net`;
  }

  /**
   * `https://<account>.dfs.core.windows.net/<container>`, the only form in which Synapse takes its primary filesystem: an
   * ARM id passes the provider and becomes a broken address.
   */
  dfsUrl(container: ContainerName): string {
    return `https://${this.accountName}.dfs.core.windows.net/${container}`;
  }

  grantRead(container: ContainerName, grantee: Grantee, reason: string): RoleGrant {
    return this.grant(container, 'Storage Blob Data Reader', `Read-${container}-${grantee.id}`, grantee, reason);
  }

  /** Read, write and delete; not the right to change access lists. */
  grantWrite(container: ContainerName, grantee: Grantee, reason: string): RoleGrant {
    return this.grant(container, 'Storage Blob Data Contributor', `Write-${container}-${grantee.id}`, grantee, reason);
  }

  private grant(container: ContainerName, role: string, id: string, grantee: Grantee, reason: string): RoleGrant {
    return new RoleGrant(this, id, { scope: this.container(container).id, role: { name: role }, grantee, reason });
  }

  private makeContainer(name: ContainerName, protect: boolean): StorageContainer {
    return new StorageContainer(this, `Container-${name}`, {
      name: checkName(this, 'container', name),
      storageAccountId: this.account.id,
      containerAccessType: 'private',
      metadata: { layer: name },
      lifecycle: { preventDestroy: protect },
    });
  }
}
