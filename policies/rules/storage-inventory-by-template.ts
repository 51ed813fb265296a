import type { JsonObject } from '../../shared/json';
import { cannotDecide, COMPLIANT, forEach, nonCompliant, type Outcome, type Rule } from '../rule';
import { resourcesOfType } from '../../synthesized/stack';
import { read } from '../../synthesized/values';

const BROKEN = '4.55.0';

export const storageInventoryByTemplate: Rule = {
  id: 'storage-inventory-by-template',
  level: 'error',
  pack: 'baseline',
  waivable: true,
  when: 'synth',
  what: `No azurerm_storage_blob_inventory_policy with azurerm ${BROKEN}.`,
  why: 'This version sends the policy and then fails on its own answer: the resource stays tainted, and every later apply fails again. Validate and plan are clean.',
  remedy:
    'Use azurerm_resource_group_template_deployment with Microsoft.Storage/storageAccounts/inventoryPolicies, or a provider that holds the fix.',
  controls: ['Well-Architected OE:05'],
  source: 'azurerm#31311, fixed by azurerm#31313',
  evaluate: (stack) =>
    forEach(resourcesOfType(stack, 'azurerm_storage_blob_inventory_policy'), () => judge(stack.terraform)),
};

function judge(terraform: JsonObject): Outcome {
  const version = read(terraform, 'required_providers', 'azurerm', 'version');
  if (version.kind !== 'literal' || !/^\d+\.\d+\.\d+$/.test(String(version.value))) {
    return cannotDecide('The version of azurerm is not pinned, so nobody knows whether it holds the fix.');
  }
  return version.value === BROKEN ? nonCompliant(`azurerm ${BROKEN} cannot apply an inventory policy.`) : COMPLIANT;
}
