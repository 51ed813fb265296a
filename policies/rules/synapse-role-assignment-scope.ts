import { judgeArguments } from '../judge';
import { forEach, nonCompliant, type Rule } from '../rule';
import { resourcesOfType } from '../../synthesized/stack';

const ROLES: readonly unknown[] = [
  'Apache Spark Administrator',
  'Synapse Administrator',
  'Synapse Artifact Publisher',
  'Synapse Artifact User',
  'Synapse Compute Operator',
  'Synapse Contributor',
  'Synapse Credential User',
  'Synapse Linked Data Manager',
  'Synapse Monitoring Operator',
  'Synapse SQL Administrator',
  'Synapse User',
];

export const synapseRoleAssignmentScope: Rule = {
  id: 'synapse-role-assignment-scope',
  level: 'error',
  pack: 'baseline',
  waivable: true,
  when: 'synth',
  what: 'A Synapse role assignment has exactly one scope, a workspace or a Spark pool, and a role that Synapse knows.',
  why: 'Both scopes, or none, pass TypeScript and fail during the apply, in a stack that only runs inside the network.',
  remedy: 'Keep one of synapse_workspace_id and synapse_spark_pool_id, and take a role of the Synapse documentation.',
  controls: ['Well-Architected SE:05', 'Well-Architected OE:05'],
  source: 'azurerm 4.55 provider source (roles, scopes)',
  evaluate: (stack) =>
    forEach(resourcesOfType(stack, 'azurerm_synapse_role_assignment'), ({ body }) => {
      const scopes = ['synapse_workspace_id', 'synapse_spark_pool_id'].filter(
        (name) => body[name] !== undefined && body[name] !== null,
      );
      if (scopes.length !== 1) {
        return nonCompliant(`The scopes are [${scopes.join(', ')}], must be exactly one.`);
      }
      return judgeArguments(body, ['role_name'], (role) =>
        ROLES.includes(role) ? undefined : `role_name is ${String(role)}, must be one of: ${ROLES.join(', ')}.`,
      );
    }),
};
