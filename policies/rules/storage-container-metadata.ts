import { isJsonObject } from '../../shared/json';
import { judgeArguments } from '../judge';
import { forEach, type Rule } from '../rule';
import { resourcesOfType } from '../../synthesized/stack';

const KEY = /^[a-z_][a-z0-9_]*$/;

export const storageContainerMetadata: Rule = {
  id: 'storage-container-metadata',
  level: 'error',
  pack: 'baseline',
  waivable: true,
  when: 'synth',
  what: 'Metadata keys of a container are lower-case letters, digits and underscores.',
  why: 'Azure hands capitals back in lower case and refuses hyphens: a permanent difference, or an apply that fails in the middle.',
  remedy: 'Write cost_center, not CostCenter or cost-center.',
  controls: ['Well-Architected OE:05'],
  source: 'azurerm 4.55 provider source (metadata keys)',
  evaluate: (stack) =>
    forEach(
      resourcesOfType(stack, 'azurerm_storage_container').filter(({ body }) => body['metadata'] !== undefined),
      ({ body }) =>
        judgeArguments(body, ['metadata'], (metadata) => {
          const keys = metadata !== undefined && isJsonObject(metadata) ? Object.keys(metadata) : [];
          const wrong = keys.find((key) => !KEY.test(key));
          return wrong === undefined ? undefined : `metadata key "${wrong}" must match ${KEY.source}.`;
        }),
    ),
};
