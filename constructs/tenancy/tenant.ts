import type { StorageContainer } from '@cdktf/provider-azurerm/lib/storage-container';
import { UserAssignedIdentity } from '@cdktf/provider-azurerm/lib/user-assigned-identity';
import type { Construct } from 'constructs';
import { Judged } from '../base/judged';
import { SparkPool } from '../compute/spark-pool';
import { tagAll } from '../governance/standard-tags';
import { grantContainer, refuseOtherTenants, type Access } from '../security/container-grant';
import type { Grantee } from '../security/grantee';
import type { RoleGrant } from '../security/role-grant';
import { TENANT_CONTAINERS, type ContainerSpec, type TenantContainer } from '../storage/containers';
import { LakeAccount } from '../storage/lake-account';
import type { TenantProps } from './tenant-props';

/**
 * What one tenant has of its own: containers, an identity that delivers and reads, and with isolation `account` an account
 * and a Spark pool. All of it carries the tag Tenant.
 *
 * A right on its containers goes to itself or to nobody's: a grantee of another tenant is refused where the right is
 * written down, and again by the policy `tenant-isolation` in the JSON.
 *
 * @throws ConfigurationError for names that Azure refuses, and for what account and pool refuse
 *
 * @example
 * const tenant = new Tenant(stack, 'TenantAcme', {
 *   settings: { id: 'acme', isolation: 'container', readers: environment.access.analysts },
 *   names,
 *   resourceGroupName: group.name,
 *   location: environment.location,
 *   lake: storage,
 *   account: { replication: 'GRS', contracts },
 *   workspaceId: workspace.workspace.id,
 * });
 */
export class Tenant extends Judged {
  readonly tenantId: string;
  readonly identity: UserAssignedIdentity;
  /** Of its own; undefined where its containers stand in the lake's account. */
  readonly account: LakeAccount | undefined;
  readonly sparkPool: SparkPool | undefined;

  constructor(
    scope: Construct,
    id: string,
    private readonly props: TenantProps,
  ) {
    super(scope, id);
    const { settings, names, resourceGroupName, location } = props;
    this.tenantId = settings.id;
    tagAll(this, { Tenant: settings.id });
    this.identity = new UserAssignedIdentity(this, 'Identity', {
      name: names.of(this, 'userAssignedIdentity', settings.id),
      resourceGroupName,
      location,
    });
    if (settings.isolation === 'account') {
      this.account = new LakeAccount(this, 'Storage', {
        ...props.account,
        name: names.of(this, 'storageAccount', settings.id),
        resourceGroupName,
        location,
        containers: TENANT_CONTAINERS.map((layer) => ({ layer, tenant: settings.id })),
      });
      const { diagnostics } = props.account;
      this.sparkPool = new SparkPool(this, 'SparkPool', {
        ...settings.sparkPool,
        ...(diagnostics === undefined ? {} : { diagnostics }),
        workspaceId: props.workspaceId,
      });
    }
    this.grantOwn();
  }

  /** The tenant's own systems, which no other tenant's data may reach. */
  get grantee(): Grantee {
    return {
      id: `Tenant-${this.tenantId}`,
      principalId: this.identity.principalId,
      type: 'ServicePrincipal',
      tenant: this.tenantId,
    };
  }

  /** `abfss://acme-gold@<account>.dfs.core.windows.net`. */
  uri(container: TenantContainer): string {
    return this.accountOf(container).uri(this.spec(container));
  }

  /** @throws ConfigurationError for a grantee of another tenant */
  grantRead(container: TenantContainer, grantee: Grantee, reason: string): RoleGrant {
    return this.grant('read', container, grantee, reason);
  }

  /** @throws ConfigurationError for a grantee of another tenant */
  grantWrite(container: TenantContainer, grantee: Grantee, reason: string): RoleGrant {
    return this.grant('write', container, grantee, reason);
  }

  /** The jobs of the lake work for every tenant, one tenant a run. */
  grantJobs(jobs: Grantee): void {
    const landing = `Spark jobs read what ${this.tenantId} delivers, fetch from its APIs, and delete what brought a person to be forgotten.`;
    this.grantWrite('landing', jobs, landing);
    for (const container of ['bronze', 'silver', 'gold', 'system'] as const) {
      this.grantWrite(container, jobs, `Spark jobs keep the ${container} data of ${this.tenantId}.`);
    }
  }

  private grantOwn(): void {
    const { objectId } = this.props.settings.readers;
    const readers = {
      id: `Readers-${this.tenantId}`,
      principalId: objectId,
      type: 'Group',
      tenant: this.tenantId,
    } as const;
    this.grantWrite('landing', this.grantee, `Systems of ${this.tenantId} deliver their files here.`);
    this.grantRead('gold', this.grantee, `Systems of ${this.tenantId} read its finished tables.`);
    this.grantRead('gold', readers, `People of ${this.tenantId} query its finished tables.`);
  }

  private grant(access: Access, layer: TenantContainer, grantee: Grantee, reason: string): RoleGrant {
    const right = { access, container: this.container(layer), spec: this.spec(layer) };
    refuseOtherTenants(this, right, grantee);
    // Beside the container, so that a lock on the account waits for it.
    return grantContainer(this.accountOf(layer), right, grantee, reason);
  }

  private container(layer: TenantContainer): StorageContainer {
    return this.accountOf(layer).container(this.spec(layer));
  }

  private accountOf(layer: TenantContainer): LakeAccount {
    return this.account ?? this.props.lake.accountOf(layer);
  }

  private spec(layer: TenantContainer): ContainerSpec {
    return { layer, tenant: this.tenantId };
  }
}
