import { undecided } from '../judge';
import { roleOf } from '../roles';
import { COMPLIANT, forEach, nonCompliant, type Rule } from '../rule';
import { follow } from '../../synthesized/references';
import { resourcesOfType } from '../../synthesized/stack';

const TOO_MUCH = ['Owner', 'Contributor', 'User Access Administrator', 'Role Based Access Control Administrator'];

export const roleAssignmentLeastPrivilege: Rule = {
  id: 'role-assignment-least-privilege',
  level: 'error',
  pack: 'baseline',
  waivable: false,
  when: 'review',
  what: `No role assignment grants ${TOO_MUCH.join(', ')}.`,
  why: 'Owner and the two administrators can grant themselves any table. Contributor can read every key, open every firewall and delete the lake.',
  remedy: 'Grant the role that names the task, such as Storage Blob Data Reader, or a role definition of your own.',
  controls: ['Well-Architected SE:05', 'GDPR art. 25', 'GDPR art. 32'],
  source: 'Azure built-in roles documentation',
  evaluate: (stack) =>
    forEach(resourcesOfType(stack, 'azurerm_role_assignment'), ({ body }) => {
      const role = roleOf(stack, body);
      if (role.kind === 'literal') {
        return TOO_MUCH.includes(String(role.value))
          ? nonCompliant(`The role is ${String(role.value)}, which is more than any task of a lake needs.`)
          : COMPLIANT;
      }
      // A definition of the stack itself is judged where it is defined.
      const isOwn = follow(stack, body['role_definition_id'])?.type === 'azurerm_role_definition';
      return role.kind === 'absent' || isOwn ? COMPLIANT : undecided('The role', role.expression);
    }),
};
