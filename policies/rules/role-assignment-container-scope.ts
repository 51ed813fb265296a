import { follow, isExpression } from '../../synthesized/references';
import { cannotDecide, COMPLIANT, forEach, nonCompliant, type Outcome, type Rule } from '../rule';
import { roleOf } from '../roles';
import { resourcesOfType, type StackResource, type SynthesizedStack } from '../../synthesized/stack';
import { read } from '../../synthesized/values';

const WIDER: Readonly<Record<string, string>> = {
  azurerm_storage_account: 'a storage account',
  azurerm_resource_group: 'a resource group',
};

export const roleAssignmentContainerScope: Rule = {
  id: 'role-assignment-container-scope',
  level: 'error',
  pack: 'baseline',
  waivable: false,
  when: 'review',
  what: 'A Storage Blob Data role is granted on a container, never on an account, a group or a subscription.',
  why: 'On the account, a reader of gold reads the names and addresses in landing too. On the subscription, also those of every lake that comes later.',
  remedy: 'Set scope to the id of the container (azurerm_storage_container.<id>.id).',
  controls: ['Well-Architected SE:05', 'GDPR art. 5(1)(c)', 'GDPR art. 25'],
  source: 'Azure built-in roles documentation (scope)',
  evaluate: (stack) =>
    forEach(
      resourcesOfType(stack, 'azurerm_role_assignment').filter(({ body }) => {
        const role = roleOf(stack, body);
        return role.kind === 'literal' && String(role.value).startsWith('Storage Blob Data');
      }),
      (assignment) => judge(stack, assignment),
    ),
};

function judge(stack: SynthesizedStack, { body }: StackResource): Outcome {
  const scope = body['scope'];
  const target = follow(stack, scope);
  if (target) {
    const wider = WIDER[target.type];
    const suffixed = typeof scope === 'string' && scope.includes('/containers/');
    return wider !== undefined && !suffixed
      ? nonCompliant(`The scope is ${wider} (${target.address}), must be a container.`)
      : COMPLIANT;
  }
  const value = read(body, 'scope');
  if (typeof scope === 'string' && scope.includes('/containers/')) return COMPLIANT;
  return isExpression(scope) && !/data\.azurerm_(?:subscription|resource_group|storage_account)\./.test(scope)
    ? cannotDecide(`scope is ${scope}, known only to Terraform.`)
    : nonCompliant(`The scope is ${value.kind === 'absent' ? 'not set' : String(scope)}, must be a container.`);
}
