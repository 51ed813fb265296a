/** The synthesized stack as rules read it: parsed Terraform JSON, references and values. */
export { loadStacks } from './load-stacks';
export { follow, isExpression, parseReference, resourceAt, type Reference } from './references';
export {
  environmentOf,
  partsOfKind,
  resourcesOfType,
  type PartKind,
  type StackPart,
  type StackResource,
  type SynthesizedStack,
} from './stack';
export { blocks, read, strings, type Value } from './values';
