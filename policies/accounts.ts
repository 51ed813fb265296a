import type { JsonObject } from '../shared/json';
import { follow, isExpression } from '../synthesized/references';
import { resourcesOfType, type StackResource, type SynthesizedStack } from '../synthesized/stack';

/**
 * The storage account of the stack that a container, policy or rule belongs to: by reference to its id or its name, by
 * its name, or by an ARM id that ends in its name. Undefined where it is another account, or known only to Terraform.
 */
export function accountOf(stack: SynthesizedStack, body: JsonObject): StackResource | undefined {
  const given = body['storage_account_id'] ?? body['storage_account_name'];
  if (typeof given !== 'string') return undefined;
  if (isExpression(given)) return follow(stack, given);
  const name = String(given).split('/').pop()?.toLowerCase();
  return resourcesOfType(stack, 'azurerm_storage_account').find(({ body: { name: own } }) => own === name);
}

/** Whether nobody can say before Terraform to which account something belongs. */
export function accountIsUnknown(stack: SynthesizedStack, body: JsonObject): boolean {
  const given = body['storage_account_id'] ?? body['storage_account_name'];
  return isExpression(given) && follow(stack, given) === undefined;
}
