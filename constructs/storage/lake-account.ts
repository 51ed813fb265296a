import { SecurityCenterStorageDefender } from '@cdktf/provider-azurerm/lib/security-center-storage-defender';
import { StorageAccount, type StorageAccountConfig } from '@cdktf/provider-azurerm/lib/storage-account';
import { StorageContainer } from '@cdktf/provider-azurerm/lib/storage-container';
import { StorageContainerImmutabilityPolicy } from '@cdktf/provider-azurerm/lib/storage-container-immutability-policy';
import type { Construct } from 'constructs';
import { Judged } from '../base/judged';
import { REPLICATIONS } from '../../azure/replication';
import type { AuditSettings, DefenderSettings } from '../../environments/settings/storage';
import { requireInteger, requireOneOf, requireThat } from '../base/checks';
import { cloudOf } from '../base/cloud';
import { keepsData } from '../base/keeps-data';
import { checkName } from '../base/naming';
import { addPrivateEndpoints } from '../network/private-endpoint';
import { applyStandardProps, applyTags } from '../base/standard';
import { BlobInventory } from './blob-inventory';
import { containerName, type ContainerSpec } from './containers';
import type { LakeAccountProps } from './lake-account-props';
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

/** Where files arrive from outside, which is where malware does. */
const ARRIVALS: readonly string[] = ['landing'];

/**
 * One ADLS Gen2 account: its containers, lifecycle policy, inventory, Defender and write-once protection.
 *
 * Containers go through ARM, so neither keys nor a runner inside the network are needed.
 *
 * @throws ConfigurationError for an unknown replication, days outside their range, a policy Azure would refuse, or
 * protection of a container that the account does not have
 *
 * @example
 * const account = new LakeAccount(stack, 'Gold', {
 *   name: names.of(stack, 'storageAccount', 'gld'),
 *   resourceGroupName: group.name,
 *   location: environment.location,
 *   replication: 'GRS',
 *   contracts,
 *   containers: [{ layer: 'gold' }],
 * });
 */
export class LakeAccount extends Judged {
  readonly account: StorageAccount;
  readonly accountName: string;
  private readonly containers: ReadonlyMap<string, StorageContainer>;

  constructor(scope: Construct, id: string, props: LakeAccountProps) {
    super(scope, id);
    const protect = keepsData(this, props.protectData);
    this.accountName = checkName(this, 'storageAccount', props.name);
    this.account = this.makeAccount(props, protect);
    this.containers = new Map(
      props.containers.map((spec) => [containerName(spec), this.makeContainer(spec, protect)] as const),
    );
    const { name, resourceGroupName, location } = props;
    addPrivateEndpoints(this, { name, resourceGroupName, location, targetId: this.account.id }, props.privateEndpoints);
    const rules = compileLifecycle(props.contracts, props.containers);
    if (rules.length > 0) {
      new LifecyclePolicy(this, 'Lifecycle', {
        storageAccountId: this.account.id,
        replication: props.replication,
        containers: props.containers,
        rules,
      });
    }
    if (props.inventory === true) {
      const destination = this.container({ layer: 'system' });
      new BlobInventory(this, 'Inventory', {
        resourceGroupName: props.resourceGroupName,
        accountName: this.accountName,
        destination: 'system',
        after: [destination],
      });
    }
    if (props.defender !== undefined) this.defend(props.defender, props.containers);
    if (props.audit !== undefined) this.protectEvidence(props.audit);
    applyTags(this.account, props);
    applyStandardProps(this, this.account, props);
  }

  /** @throws Error for a container that the account does not have */
  container(spec: ContainerSpec): StorageContainer {
    const container = this.containers.get(containerName(spec));
    if (container === undefined) throw new Error(`${this.node.path} has no container ${containerName(spec)}.`);
    return container;
  }

  /** `abfss://<container>@<account>.dfs.core.windows.net`, as Spark wants it. */
  uri(spec: ContainerSpec): string {
    return `abfss://${containerName(spec)}@${this.dfsHost}`;
  }

  /** `<account>.dfs.core.windows.net`, or as the cloud has it. */
  get dfsHost(): string {
    return `${this.accountName}.dfs.${cloudOf(this).storage}`;
  }

  private makeAccount(props: LakeAccountProps, protect: boolean): StorageAccount {
    const days = props.softDeleteDays ?? 7;
    const sasDays = props.sasExpiryDays ?? 1;
    const year = { min: 1, max: 365 };
    const { customerManagedKey: key } = props;
    requireOneOf(this, 'replication', props.replication, REPLICATIONS, 'Choose one of them.');
    requireInteger(this, 'softDeleteDays', days, year, 'Keep it short: deleted Delta files are billed.');
    requireInteger(this, 'sasExpiryDays', sasDays, year, 'Keep it short: a signature cannot be taken back.');
    return new StorageAccount(this, 'Account', {
      ...HARDENED,
      name: this.accountName,
      resourceGroupName: props.resourceGroupName,
      location: props.location,
      accountReplicationType: props.replication,
      publicNetworkAccessEnabled: props.publicAccess ?? true,
      sasPolicy: { expirationPeriod: `${String(sasDays).padStart(2, '0')}.00:00:00`, expirationAction: 'Log' },
      blobProperties: { deleteRetentionPolicy: { days }, containerDeleteRetentionPolicy: { days } },
      networkRules: {
        defaultAction: 'Deny',
        bypass: ['AzureServices'],
        ipRules: (props.allowedRanges ?? []).map(({ cidr }) => cidr),
      },
      ...(key === undefined
        ? {}
        : {
            identity: { type: 'UserAssigned', identityIds: [key.identityId] },
            customerManagedKey: { keyVaultKeyId: key.keyId, userAssignedIdentityId: key.identityId },
            dependsOn: [...key.ready],
          }),
      lifecycle: { preventDestroy: protect },
    });
  }

  private makeContainer(spec: ContainerSpec, protect: boolean): StorageContainer {
    const { layer, tenant } = spec;
    return new StorageContainer(this, `Container-${containerName(spec)}`, {
      name: checkName(this, 'container', containerName(spec)),
      storageAccountId: this.account.id,
      containerAccessType: 'private',
      metadata: { layer, ...(tenant === undefined ? {} : { tenant }) },
      lifecycle: { preventDestroy: protect },
    });
  }

  private defend({ monthlyScanCapGb }: DefenderSettings, containers: readonly ContainerSpec[]): void {
    const remedy = 'Take what landing receives in a month: without a cap a backfill costs more than the lake.';
    requireInteger(this, 'defender.monthlyScanCapGb', monthlyScanCapGb, { min: 1, max: 1_000_000 }, remedy);
    const scans = containers.some(({ layer }) => ARRIVALS.includes(layer));
    new SecurityCenterStorageDefender(this, 'Defender', {
      storageAccountId: this.account.id,
      // What the subscription says about scanning knows nothing of this account's cap.
      overrideSubscriptionSettingsEnabled: true,
      sensitiveDataDiscoveryEnabled: true,
      malwareScanningOnUploadEnabled: scans,
      ...(scans ? { malwareScanningOnUploadCapGbPerMonth: monthlyScanCapGb } : {}),
    });
  }

  /** Evidence may be added to and never changed. A Delta table cannot live here: it rewrites its own checkpoint. */
  private protectEvidence({ retentionDays, locked }: AuditSettings): void {
    const bounds = { min: 1, max: 146_000 };
    requireInteger(this, 'audit.retentionDays', retentionDays, bounds, 'Take what the regulator asks for.');
    requireThat(this, () => this.containers.has('audit'), {
      setting: 'audit',
      value: [...this.containers.keys()],
      allowed: 'an account with the container audit',
      remedy: 'Protect the account that holds system and audit.',
    });
    new StorageContainerImmutabilityPolicy(this, 'Evidence', {
      storageContainerResourceManagerId: this.container({ layer: 'audit' }).id,
      immutabilityPeriodInDays: retentionDays,
      locked: locked ?? false,
      protectedAppendWritesAllEnabled: true,
    });
  }
}
