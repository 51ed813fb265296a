import { undecided } from '../judge';
import { isExpression } from '../../synthesized/references';
import { differsByInstance, instancesOf } from '../instances';
import { cannotDecide, COMPLIANT, forEach, nonCompliant, type Outcome, type Rule } from '../rule';
import type { StackResource } from '../../synthesized/stack';

/** What a name has to be unique in. */
const PARENTS = [
  ...['resource_group_name', 'resource_group_id', 'storage_account_id', 'synapse_workspace_id', 'data_factory_id'],
  ...['key_vault_id', 'automation_account_name', 'target_resource_id', 'scope', 'sql_pool_id', 'kubernetes_cluster_id'],
  ...['virtual_network_name', 'private_dns_zone_name', 'network_security_group_name', 'workload_group_id'],
] as const;

export const uniqueNames: Rule = {
  id: 'unique-names',
  level: 'error',
  pack: 'baseline',
  waivable: true,
  when: 'synth',
  what: 'No two resources of one type have the same name in the same place.',
  why: 'Terraform sees two addresses and Azure one resource: the second overwrites the first, or fails late, and removing either deletes both.',
  remedy: 'Give each its own name, or make one of them the owner and let the other refer to it.',
  controls: ['Well-Architected OE:05'],
  source: 'azurerm 4.55 behaviour (import required); cdktf 0.21 (merges equal logical ids)',
  evaluate: (stack) => {
    const named = stack.resources.filter(({ type, body }) => type.startsWith('azurerm_') && body['name'] !== undefined);
    const firsts = new Map<string, StackResource>();
    const types = new Map<string, StackResource>();
    for (const resource of named) {
      firsts.set(key(resource), firsts.get(key(resource)) ?? resource);
      types.set(resource.type, types.get(resource.type) ?? resource);
    }
    return forEach(named, (resource) => judge(resource, firsts.get(key(resource)), types.get(resource.type)));
  },
};

function judge(resource: StackResource, twin?: StackResource, firstOfType?: StackResource): Outcome {
  if (twin && twin !== resource)
    return nonCompliant(`${twin.address} has the name ${String(resource.body['name'])} in the same place.`);
  const name = resource.body['name'];
  const places = [name, ...PARENTS.map((parent) => resource.body[parent])];
  if (!places.some(differsByInstance)) {
    const count = instancesOf(resource);
    if (count === undefined) return cannotDecide('How many resources have this name is known only to Terraform.');
    if (count > 1) return nonCompliant(`${String(count)} resources have the name ${String(name)} in the same place.`);
  }
  return isExpression(name) && firstOfType !== resource ? undecided('name', name) : COMPLIANT;
}

function key({ type, body }: StackResource): string {
  return JSON.stringify([type, body['name'] ?? null, ...PARENTS.map((parent) => body[parent] ?? null)]).toLowerCase();
}
