import { Lazy, TerraformStack, type TerraformResource } from 'cdktf';

interface Move {
  readonly from: string;
  readonly to: string;
}

const moves = new WeakMap<TerraformStack, Move[]>();

/**
 * Writes down that a resource is the one that stood at another address, so that Terraform renames it in its state and
 * nothing is destroyed. Unlike `moveFromId` of the framework it needs no Terraform on the machine that synthesizes.
 *
 * @param from logical id that the resource had, the second half of its old address
 * @example recordMove(lake.storage.account, 'Lakehouse_Storage_Account_D06AE2AD');
 */
export function recordMove(resource: TerraformResource, from: string): void {
  const stack = TerraformStack.of(resource);
  const type = resource.terraformResourceType;
  const known = moves.get(stack) ?? [];
  if (!moves.has(stack)) {
    moves.set(stack, known);
    stack.addOverride('moved', Lazy.anyValue({ produce: () => known }));
  }
  known.push({ from: `${type}.${from}`, to: `${type}.${resource.friendlyUniqueId}` });
}
