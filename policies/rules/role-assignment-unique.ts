import { isExpression, parseReference } from '../../synthesized/references';
import { cannotDecide, COMPLIANT, forEach, nonCompliant, type Outcome, type Rule } from '../rule';
import { resourcesOfType, type StackResource } from '../../synthesized/stack';

const WHAT = ['scope', 'principal_id', 'role_definition_name', 'role_definition_id'] as const;

export const roleAssignmentUnique: Rule = {
  id: 'role-assignment-unique',
  level: 'error',
  what: 'No two role assignments grant the same role on the same scope to the same principal.',
  why: 'The second one fails during the apply (RoleAssignmentExists), and when the first is removed, the grant that somebody else counted on goes with it.',
  remedy: 'Grant once, and let both users of the grant depend on it.',
  controls: ['Well-Architected SE:05', 'Well-Architected OE:05'],
  source: 'Azure RBAC documentation (RoleAssignmentExists)',
  evaluate: (stack) => {
    const all = resourcesOfType(stack, 'azurerm_role_assignment');
    const first = new Map<string, StackResource>();
    for (const assignment of all) first.set(key(assignment), first.get(key(assignment)) ?? assignment);
    return forEach(all, (assignment) => judge(assignment, first));
  },
};

/** Only the later of two is the finding, so that one repair mends one finding. */
function judge(assignment: StackResource, firsts: ReadonlyMap<string, StackResource>): Outcome {
  const first = firsts.get(key(assignment));
  if (first && first !== assignment) {
    return nonCompliant(`${assignment.address} grants what ${first.address} grants already.`);
  }
  const open = WHAT.map((name) => assignment.body[name]).find(
    (value) => isExpression(value) && /^\$\{(?:var|local)\./.test(value) && parseReference(value) === undefined,
  );
  return open === undefined
    ? COMPLIANT
    : cannotDecide(`${String(open)} may stand for what another assignment names, known only to Terraform.`);
}

function key({ body }: StackResource): string {
  return JSON.stringify(WHAT.map((name) => body[name] ?? null));
}
