import type { Json } from '../shared/json';
import type { PartKind, StackPart, SynthesizedStack } from '../synthesized/stack';
import { PACK_OUTPUT } from '../environments/settings/policy-pack';
import { differences, type ArgumentChange } from './values';

/** A change of something that is not a resource: provider, backend, module, variable, output and the like. */
export interface PartChange {
  readonly kind: 'removed' | 'changed' | 'added';
  readonly part: PartKind;
  /** Terraform address, such as `backend.azurerm` or `module.network`. */
  readonly address: string;
  readonly arguments: readonly ArgumentChange[];
  /** What is lost when this is deployed; stops a review like the loss of a resource. Undefined when nothing is. */
  readonly loses?: string;
  /** What to look at before this is deployed. Undefined when there is nothing. */
  readonly risk?: string;
}

/** How a backend signs in says nothing about where the state is. */
const SIGN_IN_OF_BACKEND =
  /^(?:use_|client_|oidc_|msi_|environment$|encrypt$|snapshot$|skip_|max_retries|profile$|metadata_host)/;
/** Arguments of azurerm that decide which resources a plan looks at. */
const PLACE_OF_PROVIDER = /^(?:subscription_id|tenant_id|environment|metadata_host)$/;

const NEW_STATE =
  'the state: Terraform would start with an empty one, and make every resource again beside those that exist';
const OTHER_PLACE = 'every resource as this stack knows it: Terraform would look for them in another place';

/**
 * What changes beside resources, in one stack that both sides have. A stack that is new or gone is listed by its
 * resources alone.
 */
export function diffParts(before: SynthesizedStack | undefined, after: SynthesizedStack | undefined): PartChange[] {
  if (before === undefined || after === undefined) return [];
  const left = new Map(before.parts.map((part) => [part.address, part]));
  const right = new Map(after.parts.map((part) => [part.address, part]));
  const gone = before.parts.filter(({ address }) => !right.has(address)).map((part) => change('removed', part, part));
  const here = after.parts.flatMap((part): PartChange[] => {
    const old = left.get(part.address);
    if (old === undefined) return [change('added', part, part)];
    const changed = argumentChanges(old, part);
    return changed.length === 0 ? [] : [change('changed', old, part, changed)];
  });
  return [...gone, ...here].sort(worstFirst);
}

function argumentChanges(before: StackPart, after: StackPart): ArgumentChange[] {
  return differences(before.body, after.body).map(({ path, before: old, after: next }) => ({
    path,
    ...(old === undefined ? {} : { before: old }),
    ...(next === undefined ? {} : { after: next }),
    replaces: false,
  }));
}

function change(
  kind: PartChange['kind'],
  before: StackPart,
  after: StackPart,
  changed: readonly ArgumentChange[] = [],
): PartChange {
  const loses = lossOf(kind, after, changed);
  const risk = loses === undefined ? riskOf(kind, before, after) : undefined;
  return {
    kind,
    part: after.kind,
    address: after.address,
    arguments: changed,
    ...(loses === undefined ? {} : { loses }),
    ...(risk === undefined ? {} : { risk }),
  };
}

function lossOf(kind: PartChange['kind'], part: StackPart, changed: readonly ArgumentChange[]): string | undefined {
  if (part.kind === 'backend' || part.address === 'terraform.cloud') {
    const moves = kind !== 'changed' || changed.some(({ path }) => !SIGN_IN_OF_BACKEND.test(path));
    return moves ? NEW_STATE : undefined;
  }
  const isElsewhere =
    part.kind === 'provider' && kind === 'changed' && changed.some(({ path }) => PLACE_OF_PROVIDER.test(path));
  return isElsewhere ? OTHER_PLACE : undefined;
}

function riskOf(kind: PartChange['kind'], before: StackPart, after: StackPart): string | undefined {
  switch (after.kind) {
    case 'required provider': {
      const [old, next] = [majorOf(before.body['version']), majorOf(after.body['version'])];
      if (kind === 'changed' && old !== next) {
        return `the major version goes from ${old} to ${next}: arguments are renamed and resources may be replaced; read its upgrade guide and a plan`;
      }
      return kind === 'changed' ? 'another version of the provider; compare a plan' : undefined;
    }
    case 'provider':
      return kind === 'changed'
        ? undefined
        : 'resources of this provider are managed by another configuration, or by none';
    case 'module':
      return 'the resources of a module are not in the file: what changes inside is not evaluated';
    case 'removed':
      return kind === 'added' ? 'Terraform forgets the resource, and no longer protects or changes it' : undefined;
    case 'output':
      return after.address === `output.${PACK_OUTPUT}`
        ? 'the lake is held to another set of policy rules: what only the old one asks for is no longer looked for'
        : undefined;
    case 'import':
      return kind === 'added'
        ? 'Terraform takes over a resource that exists, and changes it to what is written here'
        : undefined;
    default:
      return undefined;
  }
}

/** The first number of a version constraint: `~> 3.117`, `>= 4.0, < 5.0`, `4.55.0`. */
function majorOf(version: Json | undefined): string {
  return /\d+/.exec(String(version ?? ''))?.[0] ?? 'none';
}

function worstFirst(one: PartChange, other: PartChange): number {
  const weight = ({ loses, risk }: PartChange): number => (loses !== undefined ? 2 : risk !== undefined ? 1 : 0);
  return weight(other) - weight(one) || (one.address < other.address ? -1 : 1);
}
