import type { StorageAccount } from '@cdktf/provider-azurerm/lib/storage-account';
import type { StorageContainer } from '@cdktf/provider-azurerm/lib/storage-container';
import type { Construct } from 'constructs';
import { Judged } from '../base/judged';
import { STORAGE_LAYERS, type StorageLayer } from '../../environments/settings/storage';
import { requireOneOf, requireThat } from '../base/checks';
import { DeleteLock } from '../governance/delete-lock';
import { tagAll } from '../governance/standard-tags';
import { DIAGNOSED, READ_LOG } from '../observability/diagnostic-categories';
import { grantContainer, type Access } from '../security/container-grant';
import type { Grantee } from '../security/grantee';
import type { RoleGrant } from '../security/role-grant';
import { CONTAINERS, LAYER_OF, TENANT_CONTAINERS, type ContainerName, type ContainerSpec } from './containers';
import { LakeAccount } from './lake-account';
import type { LakeStorageProps } from './lake-storage-props';

/** Account names are short and end alike: three letters tell the layers apart. */
const LETTERS: Readonly<Record<StorageLayer, string>> = {
  landing: 'lnd',
  bronze: 'brz',
  silver: 'slv',
  gold: 'gld',
  system: 'sys',
};

/**
 * Where a lake keeps its data: one account or one a layer, and the rights on each container.
 *
 * @throws ConfigurationError for a redundancy of one layer in a shared account, and for all that an account refuses
 *
 * @example
 * const storage = new LakeStorage(stack, 'Storage', {
 *   name: names.of(stack, 'storageAccount'),
 *   resourceGroupName: group.name,
 *   location: environment.location,
 *   replication: 'GRS',
 *   contracts,
 *   diagnostics: { logWorkspaceId: logs.workspace.id },
 * });
 */
export class LakeStorage extends Judged {
  readonly accounts: readonly LakeAccount[];
  private readonly accountOfLayer: ReadonlyMap<StorageLayer, LakeAccount>;

  constructor(scope: Construct, id: string, props: LakeStorageProps) {
    super(scope, id);
    const perLayer = props.layout === 'perLayer';
    requireThat(this, () => perLayer || props.layerReplication === undefined, {
      setting: 'layerReplication',
      value: props.layerReplication,
      allowed: 'nothing with layout single, where all layers share one account',
      remedy: 'Set layout to perLayer.',
    });
    this.checkReadLogs(props);
    const { lock, ...unlocked } = props;
    this.accountOfLayer = perLayer ? this.makePerLayer(unlocked) : this.makeSingle(unlocked);
    this.accounts = [...new Set(this.accountOfLayer.values())];
    if (lock === undefined) return;
    // Grants on containers stand beside the accounts, and a lock has to wait for them.
    for (const account of this.accounts) {
      new DeleteLock(account, 'Lock', { ...lock, resourceId: account.account.id, protects: this });
    }
  }

  /** The account of `system`, `releases` and `audit`: with layout `single` the only one. */
  get account(): StorageAccount {
    return this.accountOf('system').account;
  }

  get accountName(): string {
    return this.accountOf('system').accountName;
  }

  accountOf(container: ContainerName): LakeAccount {
    const account = this.accountOfLayer.get(LAYER_OF[container]);
    if (account === undefined) throw new Error(`No account holds ${container}.`);
    return account;
  }

  container(name: ContainerName): StorageContainer {
    return this.accountOf(name).container({ layer: name });
  }

  /** `abfss://<container>@<account>.dfs.core.windows.net`, as Spark wants it. */
  uri(container: ContainerName): string {
    return this.accountOf(container).uri({ layer: container });
  }

  /**
   * `https://<account>.dfs.core.windows.net/<container>`, the only form in which Synapse takes its primary filesystem: an
   * ARM id passes the provider and becomes a broken address.
   */
  dfsUrl(container: ContainerName): string {
    return `https://${this.accountOf(container).dfsHost}/${container}`;
  }

  /** @throws ConfigurationError for an identity of a tenant on data, which belongs to all */
  grantRead(container: ContainerName, grantee: Grantee, reason: string): RoleGrant {
    return this.grant('read', container, grantee, reason);
  }

  /**
   * Read, write and delete; not the right to change access lists.
   *
   * @throws ConfigurationError for an identity of a tenant
   */
  grantWrite(container: ContainerName, grantee: Grantee, reason: string): RoleGrant {
    return this.grant('write', container, grantee, reason);
  }

  private grant(access: Access, container: ContainerName, grantee: Grantee, reason: string): RoleGrant {
    return grantContainer(
      this,
      { access, container: this.container(container), spec: { layer: container } },
      grantee,
      reason,
    );
  }

  private checkReadLogs({ readLogs = [], layout, diagnostics }: LakeStorageProps): void {
    const remedy = 'Name all layers or none, or set layout to perLayer.';
    const chosen = STORAGE_LAYERS.filter((layer) => readLogs.includes(layer));
    for (const layer of readLogs)
      requireOneOf(this, 'readLogs', layer, STORAGE_LAYERS, 'Name layers as the lake has them.');
    requireThat(this, () => layout === 'perLayer' || [0, STORAGE_LAYERS.length].includes(chosen.length), {
      setting: 'readLogs',
      value: readLogs,
      allowed: `all of ${STORAGE_LAYERS.join(', ')}, or none: with layout single one account logs for all`,
      remedy,
    });
    requireThat(this, () => readLogs.length === 0 || diagnostics !== undefined, {
      setting: 'readLogs',
      value: readLogs,
      allowed: 'diagnostics that say where the log goes',
      remedy: 'Say where the log goes: it is kept nowhere else.',
    });
    requireThat(this, () => readLogs.length === 0 || diagnostics?.logCategories === undefined, {
      setting: 'readLogs',
      value: readLogs,
      allowed: 'nothing with logCategories, which name all that is logged',
      remedy: `Add ${READ_LOG} to logCategories.`,
    });
  }

  /** `Default` adds nothing to an address: what stood in the one account of old keeps its own. */
  private makeSingle(props: LakeStorageProps): ReadonlyMap<StorageLayer, LakeAccount> {
    const account = new LakeAccount(this, 'Default', { ...logged(props, 'system'), containers: containersOf(props) });
    return new Map(STORAGE_LAYERS.map((layer) => [layer, account]));
  }

  private makePerLayer(props: LakeStorageProps): ReadonlyMap<StorageLayer, LakeAccount> {
    const { inventory, audit, readLogs = [], ...shared } = props;
    return new Map(
      STORAGE_LAYERS.map((layer) => {
        const account = new LakeAccount(this, layer, {
          ...logged({ ...shared, readLogs }, layer),
          name: `${props.name}${LETTERS[layer]}`,
          replication: props.layerReplication?.[layer] ?? props.replication,
          containers: containersOf(props).filter((spec) => LAYER_OF[spec.layer] === layer),
          ...(layer === 'system' && inventory !== undefined ? { inventory } : {}),
          ...(layer === 'system' && audit !== undefined ? { audit } : {}),
        });
        // A bill has nothing else that tells for which layer an account was paid.
        tagAll(account, { Layer: layer });
        return [layer, account];
      }),
    );
  }
}

/** Props of the account of a layer, its reads logged where they are asked for. */
function logged<Props extends Pick<LakeStorageProps, 'readLogs' | 'diagnostics'>>(
  { readLogs = [], ...props }: Props,
  layer: StorageLayer,
): Omit<Props, 'readLogs'> {
  const { diagnostics } = props;
  if (diagnostics === undefined || !readLogs.includes(layer)) return props;
  const logCategories = [...DIAGNOSED.azurerm_storage_account.logs, READ_LOG];
  return { ...props, diagnostics: { ...diagnostics, logCategories } };
}

/** The lake's own first, then each tenant's. */
function containersOf({
  tenants = [],
}: LakeStorageProps): readonly (ContainerSpec & { readonly layer: ContainerName })[] {
  return [
    ...CONTAINERS.map((layer) => ({ layer })),
    ...tenants.flatMap((tenant) => TENANT_CONTAINERS.map((layer) => ({ layer, tenant }))),
  ];
}
