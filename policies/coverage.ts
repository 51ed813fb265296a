import type { Json } from '../shared/json';
import { isExpression } from '../synthesized/references';
import { partsOfKind, type SynthesizedStack } from '../synthesized/stack';

/** Something of a stack that no rule has looked into: it has not passed. */
export interface NotEvaluated {
  readonly stack: string;
  readonly environment: string;
  /** Terraform address of a module or of a resource. */
  readonly address: string;
  readonly reason: string;
}

/** The version of azurerm whose arguments, defaults and faults the rules know. */
export const KNOWN_AZURERM = '4.55.0';

/** Providers whose resources only compute values; nothing of theirs stands in a cloud. */
const COMPUTING = /^(?:terraform_data|random_|null_|time_|local_|tls_|external)/;

/** Modules, and resources of providers that the rules do not know. */
export function notEvaluatedIn(stack: SynthesizedStack): readonly NotEvaluated[] {
  const { name, environment } = stack;
  const modules = partsOfKind(stack, 'module').map(({ address, body }) => ({
    stack: name,
    environment,
    address,
    reason: `The module ${shownSource(body['source'])} is not read: its resources are not in the file. Run the review on a plan, or write the resources into the stack.`,
  }));
  const foreign = stack.resources
    .filter(({ type }) => !isKnown(type) && !COMPUTING.test(type))
    .map(({ type, address }) => ({
      stack: name,
      environment,
      address,
      reason: `${type} is of a provider that no rule knows; only secrets, names and references are checked.`,
    }));
  return [...modules, ...foreign];
}

/** How many resources of a known provider a stack has. */
export function countKnown({ resources }: SynthesizedStack): number {
  return resources.filter(({ type }) => isKnown(type)).length;
}

/** What a reader has to know about the verdicts of a stack as a whole. */
export function noticesOf({ name, terraform }: SynthesizedStack): readonly string[] {
  const required = terraform['required_providers'];
  const azurerm = versionOf(
    typeof required === 'object' && required !== null ? Reflect.get(required, 'azurerm') : undefined,
  );
  if (azurerm === undefined || azurerm === KNOWN_AZURERM) return [];
  return [
    `Stack ${name} asks for azurerm ${azurerm}; the rules hold for ${KNOWN_AZURERM}: arguments, defaults and faults of another version are not known.`,
  ];
}

function versionOf(required: Json | undefined): string | undefined {
  const version: unknown =
    typeof required === 'object' && required !== null ? Reflect.get(required, 'version') : required;
  return typeof version === 'string' && !isExpression(version) ? version : undefined;
}

function isKnown(type: string): boolean {
  return type.startsWith('azurerm_');
}

function shownSource(source: Json | undefined): string {
  return typeof source === 'string' ? `"${source}"` : 'without a source';
}
