import { isGuid } from '../../azure/guid';
import { judgeArguments, undecided } from '../judge';
import { isExpression } from '../../synthesized/references';
import { COMPLIANT, forEach, nonCompliant, type Outcome, type Rule } from '../rule';
import { resourcesOfType, type StackResource } from '../../synthesized/stack';

const TYPES: readonly unknown[] = ['User', 'Group', 'ServicePrincipal'];
/** A reference that ends so is the object id of an identity, whatever stack it stands in. */
const OBJECT_ID = /(?:principal_id|object_id)\}$/;

export const roleAssignmentPrincipal: Rule = {
  id: 'role-assignment-principal',
  level: 'error',
  pack: 'baseline',
  waivable: true,
  when: 'synth',
  what: 'A role assignment names its principal by object id (a UUID) and states the principal_type.',
  why: 'A name or a client id in place of the object id is refused by the service only. Without the type a fresh identity is looked up in the directory before it has arrived there, and every first deployment fails.',
  remedy: 'Use the object id (principal_id of an identity) and principal_type ServicePrincipal, Group or User.',
  controls: ['Well-Architected SE:05', 'Well-Architected OE:05'],
  source: 'azurerm 4.55 apply of wrong settings; azurerm documentation of azurerm_role_assignment',
  evaluate: (stack) =>
    forEach(resourcesOfType(stack, 'azurerm_role_assignment', 'azurerm_synapse_role_assignment'), judge),
};

function judge({ body }: StackResource): Outcome {
  const principal = body['principal_id'];
  if (!isExpression(principal) && !isGuid(String(principal ?? ''))) {
    return nonCompliant(`principal_id is ${String(principal ?? 'not set')}, must be the UUID of an object.`);
  }
  const type = judgeArguments(body, ['principal_type', 'skip_service_principal_aad_check'], (kind, skip) =>
    TYPES.includes(kind) || skip === true
      ? undefined
      : `principal_type is ${String(kind ?? 'not set')}, must be User, Group or ServicePrincipal.`,
  );
  if (type !== COMPLIANT) return type;
  return isExpression(principal) && !OBJECT_ID.test(principal) ? undecided('principal_id', principal) : COMPLIANT;
}
