import { judgeArguments } from '../judge';
import { forEach, type Rule } from '../rule';
import { resourcesOfType } from '../../synthesized/stack';

/** By name, and by the ids that stand for the same built-in roles. */
const TOO_MUCH: readonly (readonly [string, string])[] = [
  ['Owner', '8e3af657-a8ff-443c-a75c-2fe8c4bcb635'],
  ['Contributor', 'b24988ac-6180-42a0-ab88-20f7382dd24c'],
  ['User Access Administrator', '18d7d88d-d35e-4fb5-a5c3-7773c20a72d9'],
  ['Role Based Access Control Administrator', 'f58310d9-a9f6-439a-9e8d-f62e7b41a168'],
];

export const roleAssignmentLeastPrivilege: Rule = {
  id: 'role-assignment-least-privilege',
  level: 'error',
  what: `No role assignment grants ${TOO_MUCH.map(([name]) => name).join(', ')}.`,
  why: 'Owner and the two administrators can grant themselves any table. Contributor can read every key, open every firewall and delete the lake.',
  remedy: 'Grant the role that names the task, such as Storage Blob Data Reader, or a role definition of your own.',
  controls: ['Well-Architected SE:05', 'GDPR art. 25', 'GDPR art. 32'],
  source: 'Azure built-in roles documentation',
  evaluate: (stack) =>
    forEach(resourcesOfType(stack, 'azurerm_role_assignment'), ({ body }) =>
      // A role given as a reference is one of the stack's own definitions or cannot be told.
      judgeArguments(
        body,
        body['role_definition_name'] === undefined ? ownRole(body['role_definition_id']) : ['role_definition_name'],
        (role) => {
          const hit = TOO_MUCH.find(([name, id]) => role === name || String(role).toLowerCase().endsWith(id));
          return hit && `The role is ${hit[0]}, which is more than any task of a lake needs.`;
        },
      ),
    ),
};

function ownRole(definition: unknown): readonly string[] {
  return /^\$\{azurerm_role_definition\.[\w-]+\.\w+\}$/.test(String(definition)) ? [] : ['role_definition_id'];
}
