import type { JsonObject } from '../shared/json';

/** One resource of a synthesized stack, exactly as Terraform will read it. */
export interface StackResource {
  /** Terraform type, for example `azurerm_storage_account`. */
  readonly type: string;
  /** Logical id, the second half of the Terraform address. */
  readonly id: string;
  /** `<type>.<id>`, the Terraform address, unique in its stack. */
  readonly address: string;
  /** Path of the construct that wrote it, for example `dev/Lakehouse/Storage/Default/Account`; the address without one. */
  readonly path: string;
  readonly body: JsonObject;
}

/** What a stack has besides resources, each of which can change what a deployment does. */
export type PartKind =
  | 'backend'
  | 'required provider'
  | 'setting'
  | 'provider'
  | 'module'
  | 'data source'
  | 'ephemeral resource'
  | 'variable'
  | 'output'
  | 'local'
  | 'moved'
  | 'import'
  | 'removed'
  | 'check';

/** One part of a stack that is not a resource. */
export interface StackPart {
  readonly kind: PartKind;
  /** Unique in its stack: `backend.azurerm`, `provider.azurerm`, `module.network`, `var.password`, `data.<type>.<id>`. */
  readonly address: string;
  /** A part that is a plain value (a local, `required_version`) has it at `value`. */
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
  /** Everything else, in the order of the kinds. */
  readonly parts: readonly StackPart[];
  /** The `terraform` block in one form: `backend` by kind, `required_providers` by local name, other settings as written. */
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

export function partsOfKind(stack: SynthesizedStack, ...kinds: readonly PartKind[]): readonly StackPart[] {
  return stack.parts.filter((part) => kinds.includes(part.kind));
}

/** Whether `count` or `for_each` makes any number of the resource: none, one or many. */
export function isRepeated({ body }: StackResource): boolean {
  return body['count'] !== undefined || body['for_each'] !== undefined;
}
