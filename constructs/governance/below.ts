import { TerraformResource, TerraformStack, type IResolveContext } from 'cdktf';
import type { Construct } from 'constructs';
import { isJsonObject, objectAt, type Json, type JsonObject } from '../../shared/json';
import { belowLock, canLieBelow, identityOf, type Placed } from '../../synthesized/below-lock';
import type { DeleteLockProps } from './delete-lock-props';

export interface Below {
  /** Everything that a lock waits for. */
  readonly addresses: readonly string[];
  /** What tells which resources of Azure they are, by address. */
  readonly identities: JsonObject;
}

const LOCKED = /^\$\{([a-z0-9_]+\.[\w-]+)\.id\}$/;

/**
 * What lies below the scope of a lock: the constructs it protects, and whatever else of the stack names the locked resource.
 * Asked when the stack is written, because grants are made after locks.
 */
export function whatLiesBelow(lock: Construct, props: DeleteLockProps): (context: IResolveContext) => Below {
  const stack = TerraformStack.of(lock);
  let last: { readonly placed: readonly Placed[]; readonly below: Below } | undefined;
  return (context) => {
    const placed = bodiesOf(stack, context);
    // A lock asks twice, for its list and for what it waits for.
    if (last?.placed !== placed) last = { placed, below: look(context, placed) };
    return last.below;
  };

  function look(context: IResolveContext, placed: readonly Placed[]): Below {
    const own = new Set(lock.node.findAll());
    const locked = LOCKED.exec(String(context.resolve(props.resourceId)))?.[1];
    const below = locked === undefined ? [] : belowLock(locked, placed);
    const protectedOnes = [props.protects]
      .flat()
      .flatMap(({ node }) => node.findAll())
      .filter((node): node is TerraformResource => node instanceof TerraformResource && !own.has(node))
      .map(addressOf)
      .filter((address) => !address.startsWith('terraform_data.'));
    return {
      addresses: [...new Set([...protectedOnes, ...below.map(({ address }) => address)])].sort(),
      identities: Object.fromEntries(below.map((one) => [one.address, identityOf(one)])),
    };
  }
}

interface Bodies {
  readonly nodes: number;
  readonly placed: readonly Placed[];
}

const known = new WeakMap<TerraformStack, Bodies>();

/** Every resource that can lie below a lock, as it will be written. Kept, because a lake of many tenants has many locks. */
function bodiesOf(stack: TerraformStack, context: IResolveContext): readonly Placed[] {
  const nodes = stack.node.findAll();
  const kept = known.get(stack);
  if (kept?.nodes === nodes.length) return kept.placed;
  const placed = nodes
    .filter(
      (node): node is TerraformResource => node instanceof TerraformResource && canLieBelow(node.terraformResourceType),
    )
    .map((resource): Placed => {
      const { terraformResourceType: type, friendlyUniqueId: id } = resource;
      const written = context.resolve(resource.toTerraform()) as Json;
      const body = isJsonObject(written) ? objectAt(objectAt(objectAt(written, 'resource'), type), id) : {};
      return { type, address: addressOf(resource), body };
    });
  known.set(stack, { nodes: nodes.length, placed });
  return placed;
}

function addressOf({ terraformResourceType, friendlyUniqueId }: TerraformResource): string {
  return `${terraformResourceType}.${friendlyUniqueId}`;
}
