import { SynapseFirewallRule } from '@cdktf/provider-azurerm/lib/synapse-firewall-rule';
import { SynapseWorkspace, type SynapseWorkspaceConfig } from '@cdktf/provider-azurerm/lib/synapse-workspace';
import { SynapseWorkspaceAadAdmin } from '@cdktf/provider-azurerm/lib/synapse-workspace-aad-admin';
import { SynapseWorkspaceExtendedAuditingPolicy } from '@cdktf/provider-azurerm/lib/synapse-workspace-extended-auditing-policy';
import { SynapseWorkspaceKey } from '@cdktf/provider-azurerm/lib/synapse-workspace-key';
import { Fn, type TerraformResource } from 'cdktf';
import type { Construct } from 'constructs';
import { Judged } from '../base/judged';
import { refuse, requireGuid, requireThat } from '../base/checks';
import { cloudOf } from '../base/cloud';
import { keepsData } from '../base/keeps-data';
import { checkName } from '../base/naming';
import { addPrivateEndpoints } from '../network/private-endpoint';
import type { EncryptionKey } from '../security/encryption-key';
import { SQL_AUDIT, withSqlAudit } from '../observability/diagnostic-categories';
import type { Grantee } from '../security/grantee';
import type { WithDiagnostics } from '../base/standard-props';
import { applyStandardProps, applyTags } from '../base/standard';
import type { WorkspaceProps } from './workspace-props';

/**
 * Exists and signs nobody in: the workspace takes Entra ID only. It is always stated, because the provider replaces the
 * workspace when the service answers with a login that the configuration lacks.
 */
const SQL_LOGIN = 'medallionsql';

/** Name of the key inside the workspace; the same in both resources. */
const KEY_NAME = 'cmk';

/** What every workspace is: own network for Spark, own identity, Entra ID only. */
const HARDENED = {
  managedVirtualNetworkEnabled: true,
  azureadAuthenticationOnly: true,
  identity: { type: 'SystemAssigned' },
} satisfies Partial<SynapseWorkspaceConfig>;

/**
 * The Synapse workspace of a lake, its firewall and its administrators.
 *
 * The service wants a password for the login although nobody can use it. Terraform draws one while it creates the
 * workspace (`uuid()`, 122 random bits) and then ignores it, so that no password stands in the JSON or in anyone's hands.
 * Tags are ignored after creation as well: any later change of an Entra-only workspace sends the password again, which the
 * service refuses (azurerm#25755). They are changed with the Azure CLI.
 *
 * @throws ConfigurationError for a filesystem that is no dfs address, an administrator that is no GUID, or an audit without a log
 *
 * @example
 * const workspace = new Workspace(stack, 'Workspace', {
 *   name: names.of(stack, 'synapseWorkspace'),
 *   resourceGroupName: group.name,
 *   location: environment.location,
 *   tenantId: environment.tenantId,
 *   primaryFilesystem: { url: storage.dfsUrl('system'), container: storage.container('system') },
 *   administrators: environment.access.administrators,
 * });
 */
export class Workspace extends Judged {
  readonly workspace: SynapseWorkspace;
  readonly workspaceName: string;
  private readonly opened: readonly SynapseWorkspaceKey[];

  constructor(scope: Construct, id: string, props: WorkspaceProps) {
    super(scope, id);
    const { administrators, tenantId, primaryFilesystem } = props;
    const { storage } = cloudOf(this);
    const filesystem = new RegExp(`^https://[a-z0-9]{3,24}[.]dfs[.]${storage.replaceAll('.', '[.]')}/[a-z0-9-]{3,63}$`);
    requireThat(this, () => filesystem.test(primaryFilesystem.url), {
      setting: 'primaryFilesystem.url',
      value: primaryFilesystem.url,
      allowed: `https://<account>.dfs.${storage}/<container>`,
      remedy: 'Give the address of the container, not its ARM id.',
    });
    requireGuid(this, 'administrators.objectId', administrators.objectId, 'Give the object id of the group.');
    const { encryptionKey: key } = props;
    const publicAccess = props.publicAccess ?? true;
    const ranges = props.allowedRanges ?? [];
    requireThat(this, () => publicAccess || ranges.length === 0, {
      setting: 'allowedRanges',
      value: ranges.map(({ cidr }) => cidr),
      allowed: 'none with publicAccess false: there is no endpoint left that they could reach',
      remedy: 'Run from inside the virtual network, or set publicAccess to true.',
    });
    this.workspaceName = checkName(this, 'synapseWorkspace', props.name);
    this.workspace = new SynapseWorkspace(this, 'Resource', {
      ...HARDENED,
      name: this.workspaceName,
      sqlAdministratorLogin: checkName(this, 'sqlLogin', props.sqlLogin ?? SQL_LOGIN),
      resourceGroupName: props.resourceGroupName,
      location: props.location,
      storageDataLakeGen2FilesystemId: primaryFilesystem.url,
      sqlAdministratorLoginPassword: `${Fn.uuid()}-Aa1`,
      publicNetworkAccessEnabled: publicAccess,
      dataExfiltrationProtectionEnabled: props.exfiltrationProtection ?? false,
      ...(key === undefined
        ? {}
        : { customerManagedKey: { keyVersionlessId: key.key.versionlessId, keyName: KEY_NAME } }),
      ...(props.catalogId === undefined ? {} : { purviewId: props.catalogId }),
      dependsOn: [primaryFilesystem.container],
      lifecycle: {
        preventDestroy: keepsData(this, props.protectData),
        ignoreChanges: [
          ...['sql_administrator_login_password', 'tags'],
          ...(props.catalogId === undefined ? [] : ['purview_id']),
        ],
      },
    });
    this.opened = key === undefined ? [] : [this.activate(key)];
    const { name: resource, resourceGroupName, location } = props;
    const target = { name: resource, resourceGroupName, location, targetId: this.workspace.id };
    addPrivateEndpoints(this, target, props.privateEndpoints);
    const administration = new SynapseWorkspaceAadAdmin(this, 'Administrators', {
      synapseWorkspaceId: this.workspace.id,
      login: administrators.name,
      objectId: administrators.objectId,
      tenantId,
    });
    this.awaitKey(administration);
    for (const { name, first, last } of ranges) {
      new SynapseFirewallRule(this, `Firewall-${name}`, {
        name: checkName(this, 'synapseFirewallRule', name),
        synapseWorkspaceId: this.workspace.id,
        startIpAddress: first,
        endIpAddress: last,
      });
    }
    applyTags(this.workspace, props);
    applyStandardProps(this, this.workspace, (props.sqlAudit ?? false) ? { ...props, ...this.audit(props) } : props);
  }

  /** Into the log alone: a storage account would take a key. Of the workspace, because a pool that is paused has no settings. */
  private audit({ diagnostics }: WorkspaceProps): WithDiagnostics {
    const wanted = diagnostics?.logCategories ?? withSqlAudit('azurerm_synapse_workspace');
    if (diagnostics === undefined || !wanted.includes(SQL_AUDIT)) {
      refuse(this, {
        setting: 'sqlAudit',
        value: true,
        allowed: `diagnostics with the log category ${SQL_AUDIT}`,
        remedy: 'Say where the audit goes: it is kept nowhere else.',
      });
    }
    const policy = new SynapseWorkspaceExtendedAuditingPolicy(this, 'SqlAudit', {
      synapseWorkspaceId: this.workspace.id,
      logMonitoringEnabled: true,
    });
    this.awaitKey(policy);
    return { diagnostics: { ...diagnostics, logCategories: wanted } };
  }

  /** A workspace that waits for its key refuses everything else: pools and administrators come after it. */
  awaitKey(...resources: readonly TerraformResource[]): void {
    if (this.opened.length === 0) return;
    const addresses = this.opened.map((key) => `${key.terraformResourceType}.${key.friendlyUniqueId}`);
    for (const resource of resources) resource.dependsOn = [...(resource.dependsOn ?? []), ...addresses];
  }

  /** Key, workspace, right of its identity, then this: the only order that works. */
  private activate(key: EncryptionKey): SynapseWorkspaceKey {
    const grant = key.grantUse(this.grantee, 'Encrypts and decrypts the workspace and its SQL pools with this key.');
    return new SynapseWorkspaceKey(this, 'Key', {
      synapseWorkspaceId: this.workspace.id,
      customerManagedKeyName: KEY_NAME,
      customerManagedKeyVersionlessId: key.key.versionlessId,
      active: true,
      dependsOn: [grant.assignment],
    });
  }

  /** The identity with which Spark and SQL read and write the lake. */
  get grantee(): Grantee {
    return {
      id: 'Workspace',
      principalId: this.workspace.identity.principalId,
      type: 'ServicePrincipal',
    };
  }

  /** Data-plane endpoint of artifacts and Spark jobs. */
  get devEndpoint(): string {
    return `https://${this.workspaceName}.dev.${cloudOf(this).synapse}`;
  }
}
