import type { Json } from '../shared/json';
import type { StackResource, SynthesizedStack } from './stack';

/** `${azurerm_storage_account.lake.id}/blobServices/default`, taken apart. */
export interface Reference {
  /** Terraform address of what is referred to. */
  readonly address: string;
  readonly attribute: string;
  /** Literal text after the reference; empty for a plain one. */
  readonly suffix: string;
}

/** An instance of a repeated resource (`[0]`, `["eu"]`, `[each.key]`) is read as the resource: its body is the same. */
const REFERENCE = /^\$\{\s*([a-z][a-z0-9_]*\.[A-Za-z0-9_-]+)(?:\[[^\]]*\])?\.([A-Za-z0-9_]+)\s*\}([^$%]*)$/;
/** `var.x.y`, `each.value.id` and the like have the form of an address and are none. */
const NO_RESOURCE = /^(?:var|local|each|count|module|data|path|self|terraform)\./;
const EXPRESSION = /(^|[^$])\$\{|(^|[^%])%\{/;

/** Whether Terraform still has to compute the value. `$${` is an escaped literal, not an expression. */
export function isExpression(value: Json | undefined): value is string {
  return typeof value === 'string' && EXPRESSION.test(value);
}

/** The one resource attribute a value starts with, or undefined when the value is anything else. */
export function parseReference(value: Json | undefined): Reference | undefined {
  const match = typeof value === 'string' ? REFERENCE.exec(value) : null;
  const [, address, attribute, suffix] = match ?? [];
  return address === undefined || attribute === undefined || NO_RESOURCE.test(address)
    ? undefined
    : { address, attribute, suffix: suffix ?? '' };
}

const indexes = new WeakMap<SynthesizedStack, ReadonlyMap<string, StackResource>>();

/** The resource at an address. Looked up in an index: rules ask for every reference of a lake of many tenants. */
export function resourceAt(stack: SynthesizedStack, address: string): StackResource | undefined {
  const index = indexes.get(stack) ?? new Map(stack.resources.map((resource) => [resource.address, resource]));
  indexes.set(stack, index);
  return index.get(address);
}

/** The resource of this stack that a value refers to; undefined for literals and for anything outside the stack. */
export function follow(stack: SynthesizedStack, value: Json | undefined): StackResource | undefined {
  const reference = parseReference(value);
  return reference && resourceAt(stack, reference.address);
}

/** Whether a value is an expression that names no resource of this stack, so that nobody can tell what it points at. */
export function pointsOutside(stack: SynthesizedStack, value: Json | undefined): boolean {
  return isExpression(value) && follow(stack, value) === undefined;
}
