import { judgeBlocks, outcomeOf } from '../judge';
import { cannotDecide, forEach, type Rule } from '../rule';
import { resourcesOfType } from '../../synthesized/stack';
import { strings } from '../../synthesized/values';
import { isExpression } from '../../synthesized/references';

export const privateEndpointOneSubresource: Rule = {
  id: 'private-endpoint-one-subresource',
  level: 'error',
  pack: 'baseline',
  waivable: true,
  when: 'synth',
  what: 'A private endpoint connects exactly one subresource (dfs, blob, vault, Dev ...).',
  why: 'The argument is a list, and the service takes one entry: two or none pass TypeScript, validate and plan, and fail in the middle of an apply.',
  remedy: 'Make one azurerm_private_endpoint a subresource; a lake needs one for dfs and one for blob.',
  controls: ['Well-Architected SE:06', 'Well-Architected OE:05'],
  source: 'Azure Private Link documentation (subresources); azurerm 4.55 apply of wrong settings',
  evaluate: (stack) =>
    forEach(resourcesOfType(stack, 'azurerm_private_endpoint'), ({ body }) =>
      judgeBlocks(body, 'private_service_connection', (connection) => {
        const names = strings(connection, 'subresource_names');
        if (names === undefined || names.some(isExpression)) {
          return cannotDecide('subresource_names is known only to Terraform.');
        }
        return outcomeOf(
          names.length === 1 ? undefined : `subresource_names is [${names.join(', ')}], must be exactly one.`,
        );
      }),
    ),
};
