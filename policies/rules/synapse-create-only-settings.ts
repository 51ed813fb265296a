import { objectAt } from '../../shared/json';
import { COMPLIANT, forEach, nonCompliant, type Rule } from '../rule';
import { resourcesOfType } from '../../synthesized/stack';
import { strings } from '../../synthesized/values';

const CREATE_ONLY = ['purview_id', 'linking_allowed_for_aad_tenant_ids'] as const;

export const synapseCreateOnlySettings: Rule = {
  id: 'synapse-create-only-settings',
  level: 'warning',
  pack: 'baseline',
  waivable: true,
  when: 'review',
  what: `A workspace that sets ${CREATE_ONLY.join(' or ')} ignores later changes of it.`,
  why: 'The provider sends both when the workspace is made and never again: a later change is reported as done, and the tenant that was to be shut out stays in.',
  remedy: 'List the argument in lifecycle.ignore_changes, and change it through the portal or the REST API.',
  controls: ['Well-Architected OE:05', 'Well-Architected SE:06'],
  source: 'azurerm 4.55 apply of a changed workspace',
  evaluate: (stack) =>
    forEach(
      resourcesOfType(stack, 'azurerm_synapse_workspace').filter(({ body }) =>
        CREATE_ONLY.some((name) => body[name] !== undefined),
      ),
      ({ body }) => {
        const ignored = strings(objectAt(body, 'lifecycle'), 'ignore_changes') ?? [];
        const open = CREATE_ONLY.filter((name) => body[name] !== undefined && !ignored.includes(name));
        return open.length === 0
          ? COMPLIANT
          : nonCompliant(`lifecycle.ignore_changes must hold ${open.join(', ')}: changes are never sent.`);
      },
    ),
};
