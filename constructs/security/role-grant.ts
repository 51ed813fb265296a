import { RoleAssignment } from '@cdktf/provider-azurerm/lib/role-assignment';
import type { Construct } from 'constructs';
import { Judged } from '../base/judged';
import { requireGuid, requireThat } from '../base/checks';
import type { RoleGrantProps } from './role-grant-props';

/** Roles that can hand out rights themselves; nothing in a lake needs one. */
const TOO_WIDE = ['Owner', 'User Access Administrator', 'Role Based Access Control Administrator'];

/**
 * One right of one grantee, with its reason.
 *
 * @throws ConfigurationError for a principal that is not a GUID, a missing reason, or a role that grants roles
 *
 * @example
 * new RoleGrant(stack, 'WorkspaceReadsSecrets', {
 *   scope: vault.vault.id,
 *   role: { name: 'Key Vault Secrets User' },
 *   grantee: workspace.grantee,
 *   reason: 'Jobs sign in to sources with secrets of the vault.',
 * });
 */
export class RoleGrant extends Judged {
  readonly assignment: RoleAssignment;

  constructor(scope: Construct, id: string, props: RoleGrantProps) {
    super(scope, id);
    const { role, grantee, reason } = props;
    requireGuid(this, `principal of ${grantee.id}`, grantee.principalId, 'Give the object id from Entra ID.');
    requireThat(this, () => reason.trim().length >= 10 && reason.length <= 500, {
      setting: 'reason',
      value: reason,
      allowed: '10 to 500 characters',
      remedy: 'Say what the grantee does with the right.',
    });
    requireThat(this, () => !('name' in role) || !TOO_WIDE.includes(role.name), {
      setting: 'role',
      value: 'name' in role ? role.name : role.definitionId,
      allowed: `no role that grants roles (${TOO_WIDE.join(', ')})`,
      remedy: 'Name the narrowest role that does the work.',
    });
    this.assignment = new RoleAssignment(this, 'Resource', {
      scope: props.scope,
      ...('name' in role ? { roleDefinitionName: role.name } : { roleDefinitionId: role.definitionId }),
      principalId: grantee.principalId,
      principalType: grantee.type,
      description: reason,
    });
  }
}
