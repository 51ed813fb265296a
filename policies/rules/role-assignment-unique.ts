import { isExpression, parseReference } from '../../synthesized/references';
import { cannotDecide, COMPLIANT, forEach, nonCompliant, type Outcome, type Rule } from '../rule';
import { differsByInstance, instancesOf } from '../instances';
import { roleOf } from '../roles';
import { resourcesOfType, type StackResource, type SynthesizedStack } from '../../synthesized/stack';

const WHAT = ['scope', 'principal_id', 'role_definition_name', 'role_definition_id'] as const;
const WITHOUT_ROLE = ['scope', 'principal_id', 'condition'] as const;

export const roleAssignmentUnique: Rule = {
  id: 'role-assignment-unique',
  level: 'error',
  pack: 'baseline',
  waivable: true,
  when: 'synth',
  what: 'No two role assignments grant the same role on the same scope to the same principal.',
  why: 'The second one fails during the apply (RoleAssignmentExists), and when the first is removed, the grant that somebody else counted on goes with it.',
  remedy: 'Grant once, and let both users of the grant depend on it.',
  controls: ['Well-Architected SE:05', 'Well-Architected OE:05'],
  source: 'Azure RBAC documentation (RoleAssignmentExists)',
  evaluate: (stack) => {
    const all = resourcesOfType(stack, 'azurerm_role_assignment');
    const first = new Map<string, StackResource>();
    for (const assignment of all) {
      const key = keyOf(stack, assignment);
      first.set(key, first.get(key) ?? assignment);
    }
    return forEach(all, (assignment) => judge(assignment, first.get(keyOf(stack, assignment))));
  },
};

/** Only the later of two is the finding, so that one repair mends one finding. */
function judge(assignment: StackResource, first: StackResource | undefined): Outcome {
  if (first && first !== assignment) {
    return nonCompliant(`${assignment.address} grants what ${first.address} grants already.`);
  }
  if (!WHAT.some((name) => differsByInstance(assignment.body[name]))) {
    const count = instancesOf(assignment);
    if (count === undefined) return cannotDecide('How many times it is granted is known only to Terraform.');
    if (count > 1) return nonCompliant(`${assignment.address} grants the same ${String(count)} times.`);
  }
  const open = WHAT.map((name) => assignment.body[name]).find(
    (value) => isExpression(value) && /^\$\{(?:var|local)\./.test(value) && parseReference(value) === undefined,
  );
  return open === undefined
    ? COMPLIANT
    : cannotDecide(`${String(open)} may stand for what another assignment names, known only to Terraform.`);
}

/** Azure compares ids, scopes and roles without case. */
function keyOf(stack: SynthesizedStack, { body }: StackResource): string {
  const role = roleOf(stack, body);
  const named = role.kind === 'literal' ? role.value : (body['role_definition_id'] ?? body['role_definition_name']);
  return JSON.stringify([...WITHOUT_ROLE.map((name) => body[name] ?? null), named ?? null]).toLowerCase();
}
