import type { JsonObject } from '../shared/json';

/** One resource of a synthesized stack, exactly as Terraform will read it. */
export interface StackResource {
  /** Terraform type, for example `azurerm_storage_account`. */
  readonly type: string;
  /** Logical id, the second half of the Terraform address. */
  readonly id: string;
  /** `<type>.<id>`, the Terraform address, unique in its stack. */
  readonly address: string;
  /** Path of the construct that wrote it, for example `dev/Lakehouse/Storage/Default/Account`; the address when nothing tells. */
  readonly path: string;
  readonly body: JsonObject;
}

/**
 * One stack after synthesis: a parsed `cdk.tf.json`.
 *
 * Policies and estimates read this form because it is the truth after all aspects and overrides: typed getters of
 * constructs do not see an override.
 */
export interface SynthesizedStack {
  readonly name: string;
  /** `<environment>` and `<environment>-access` are the two stacks of one environment. */
  readonly environment: string;
  readonly resources: readonly StackResource[];
  /** The `terraform` block: backend and required providers. */
  readonly terraform: JsonObject;
  /** `moved` blocks: Terraform addresses whose resource goes on under another address. */
  readonly moves: readonly { readonly from: string; readonly to: string }[];
}

const ACCESS_SUFFIX = '-access';

/** The environment a stack belongs to, from the two names an environment's stacks have. */
export function environmentOf(stackName: string): string {
  return stackName.endsWith(ACCESS_SUFFIX) ? stackName.slice(0, -ACCESS_SUFFIX.length) : stackName;
}

export function resourcesOfType(stack: SynthesizedStack, ...types: readonly string[]): readonly StackResource[] {
  return stack.resources.filter((resource) => types.includes(resource.type));
}
