import { SynapseRoleAssignment } from '@cdktf/provider-azurerm/lib/synapse-role-assignment';
import type { Construct } from 'constructs';
import { Judged } from '../base/judged';
import { refuse, requireGuid, requireOneOf, requireThat } from '../base/checks';
import { SYNAPSE_ROLES, type SynapseGrantProps } from './synapse-grant-props';

/**
 * One role inside Synapse. It is a call to the workspace itself, so that the runner has to pass its firewall.
 *
 * @throws ConfigurationError for an unknown role, a principal that is not a GUID, or a scope that is not exactly one
 *
 * @example
 * new SynapseGrant(stack, 'OperatorsWatch', {
 *   role: 'Synapse Monitoring Operator',
 *   grantee: { id: 'Operators', principalId: environment.access.operators.objectId, type: 'Group' },
 *   reason: 'Operators read the logs of jobs that failed.',
 *   scope: { synapseWorkspaceId: workspace.workspace.id },
 * });
 */
export class SynapseGrant extends Judged {
  readonly assignment: SynapseRoleAssignment;

  constructor(scope: Construct, id: string, props: SynapseGrantProps) {
    super(scope, id);
    const { role, grantee } = props;
    requireOneOf(this, 'role', role, SYNAPSE_ROLES, 'Name a role of Synapse, not of Azure.');
    requireGuid(this, `principal of ${grantee.id}`, grantee.principalId, 'Give the object id from Entra ID.');
    requireThat(this, () => props.reason.trim().length >= 10, {
      setting: 'reason',
      value: props.reason,
      allowed: 'at least 10 characters',
      remedy: 'Say what the grantee does with the right.',
    });
    if (Object.keys(props.scope).length !== 1) {
      refuse(this, {
        setting: 'scope',
        value: Object.keys(props.scope),
        allowed: 'exactly one of workspace and pool',
        remedy: 'Make two grants.',
      });
    }
    this.assignment = new SynapseRoleAssignment(this, 'Resource', {
      ...props.scope,
      roleName: role,
      principalId: grantee.principalId,
      principalType: grantee.type,
    });
    // Terraform skips a member of this name; the path of the construct stands beside it.
    this.assignment.addOverride('//.reason', props.reason);
  }
}
