import { SynapseFirewallRule } from '@cdktf/provider-azurerm/lib/synapse-firewall-rule';
import { SynapseWorkspace, type SynapseWorkspaceConfig } from '@cdktf/provider-azurerm/lib/synapse-workspace';
import { SynapseWorkspaceAadAdmin } from '@cdktf/provider-azurerm/lib/synapse-workspace-aad-admin';
import { Fn } from 'cdktf';
import { Construct } from 'constructs';
import { requireGuid, requireThat } from '../checks';
import { checkName } from '../naming';
import type { Grantee } from '../security/grantee';
import type { WorkspaceProps } from './workspace-props';

const FILESYSTEM_URL = /^https:\/\/[a-z0-9]{3,24}\.dfs\.core\.windows\.net\/[a-z0-9-]{3,63}$/;

/**
 * Exists and signs nobody in: the workspace takes Entra ID only. It is always stated, because the provider replaces the
 * workspace when the service answers with a login that the configuration lacks.
 */
const SQL_LOGIN = 'medallionsql';

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
 * @throws ConfigurationError for a filesystem that is no dfs address, or an administrator that is no GUID
 */
export class Workspace extends Construct {
  readonly workspace: SynapseWorkspace;
  readonly workspaceName: string;

  constructor(scope: Construct, id: string, props: WorkspaceProps) {
    super(scope, id);
    const { administrators, tenantId, primaryFilesystem } = props;
    requireThat(this, () => FILESYSTEM_URL.test(primaryFilesystem.url), {
      setting: 'primaryFilesystem.url',
      value: primaryFilesystem.url,
      allowed: 'https://<account>.dfs.core.windows.net/<container>',
      remedy: 'Give the address of the container, not its ARM id.',
    });
    requireGuid(this, 'administrators.objectId', administrators.objectId, 'Give the object id of the group.');
    this.workspaceName = checkName(this, 'synapseWorkspace', props.name);
    this.workspace = new SynapseWorkspace(this, 'Resource', {
      ...HARDENED,
      name: this.workspaceName,
      sqlAdministratorLogin: checkName(this, 'sqlLogin', props.sqlLogin ?? SQL_LOGIN),
      resourceGroupName: props.resourceGroupName,
      location: props.location,
      storageDataLakeGen2FilesystemId: primaryFilesystem.url,
      sqlAdministratorLoginPassword: `${Fn.uuid()}-Aa1`,
      dependsOn: [primaryFilesystem.container],
      lifecycle: {
        preventDestroy: props.protectData ?? true,
        ignoreChanges: ['sql_administrator_login_password', 'tags'],
      },
    });
    new SynapseWorkspaceAadAdmin(this, 'Administrators', {
      synapseWorkspaceId: this.workspace.id,
      login: administrators.name,
      objectId: administrators.objectId,
      tenantId,
    });
    for (const { name, first, last } of props.allowedRanges ?? []) {
      new SynapseFirewallRule(this, `Firewall-${name}`, {
        name: checkName(this, 'synapseFirewallRule', name),
        synapseWorkspaceId: this.workspace.id,
        startIpAddress: first,
        endIpAddress: last,
      });
    }
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
    return `https://${this.workspaceName}.dev.azuresynapse.net`;
  }
}
