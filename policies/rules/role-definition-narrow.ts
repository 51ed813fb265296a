import { judgeArguments, judgeBlocks, gravest, outcomeOf } from '../judge';
import { forEach, type Rule } from '../rule';
import { resourcesOfType } from '../../synthesized/stack';
import { isJsonArray, type Json } from '../../shared/json';

const FORBIDDEN = /^(?:\*|\*\/(?:write|delete|action)|Microsoft\.Authorization\/\*(?:\/\w+)?)$/i;

export const roleDefinitionNarrow: Rule = {
  id: 'role-definition-narrow',
  level: 'error',
  pack: 'baseline',
  waivable: true,
  when: 'review',
  what: 'A role definition of our own names its actions, and can be assigned below the subscription only.',
  why: 'A definition with * is Owner under another name, and one that grants Microsoft.Authorization can become it. Checkov reads the first only.',
  remedy: 'List the actions the task needs, and set scope and assignable_scopes to the resource group.',
  controls: ['CIS Azure 2.0.0: 1.23', 'Well-Architected SE:05'],
  source: 'Azure custom roles documentation; Checkov CKV_AZURE_39',
  evaluate: (stack) =>
    forEach(resourcesOfType(stack, 'azurerm_role_definition'), ({ body }) =>
      gravest([
        judgeBlocks(body, 'permissions', (permissions) =>
          judgeArguments(permissions, ['actions', 'data_actions'], (actions, dataActions) => {
            const wide = [...list(actions), ...list(dataActions)].find((action) => FORBIDDEN.test(action));
            return wide === undefined ? undefined : `The role allows ${wide}, must name its actions.`;
          }),
        ),
        judgeScopes([...list(body['assignable_scopes'] ?? null), ...list(body['scope'] ?? null)]),
      ]),
    ),
};

function judgeScopes(scopes: readonly string[]) {
  const wide = scopes.find(
    (scope) => /^\/subscriptions\/[^/]+\/?$/.test(scope) || /azurerm_subscription\./.test(scope),
  );
  return outcomeOf(wide && `The role can be assigned on ${wide}, must be a resource group or less.`);
}

function list(value: Json | undefined): readonly string[] {
  return (isJsonArray(value) ? value : [value]).filter((item): item is string => typeof item === 'string');
}
