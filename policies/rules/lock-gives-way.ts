import { isJsonArray, isJsonObject, type Json } from '../../shared/json';
import { read } from '../../synthesized/values';
import { parseReference, resourceAt } from '../../synthesized/references';
import type { StackResource, SynthesizedStack } from '../../synthesized/stack';
import { judgeBelow, deleteLocks } from '../locks';
import { COMPLIANT, forEach, nonCompliant, type Rule } from '../rule';

export const lockGivesWay: Rule = {
  id: 'lock-gives-way',
  level: 'error',
  pack: 'production',
  waivable: true,
  when: 'review',
  what: 'A CanNotDelete lock is replaced whenever something below it is: lifecycle.replace_triggered_by names each of them, or a terraform_data that lists them.',
  why: 'A lock stops the deletion of everything below it, role assignments included. Terraform does not take a lock away that itself does not change: to replace one grant ends with 409 ScopeLocked, with the deployment half done.',
  remedy:
    'Add a terraform_data whose input lists what is below the lock with the arguments that cannot change in place, and name it in lifecycle.replace_triggered_by of the lock.',
  controls: ['Well-Architected OE:05', 'Well-Architected RE:09'],
  source: 'azurerm 4.55 apply of a locked account; terraform-provider-azurerm#11770, #7668; azure-docs#110791',
  evaluate: (stack) =>
    forEach(deleteLocks(stack), (lock) =>
      judgeBelow(stack, lock, (below) => {
        const followed = followedBy(stack, lock);
        const missed = below.filter(({ address }) => !followed.includes(address));
        return missed.length === 0
          ? COMPLIANT
          : nonCompliant(
              `It stays when these are replaced or removed: ${missed.map(({ address }) => address).join(', ')}.`,
            );
      }),
    ),
};

/** Addresses that the lock is replaced with: those it names, and those that a terraform_data refers to or tells. */
function followedBy(stack: SynthesizedStack, { body }: StackResource): readonly string[] {
  const triggers = read(body, 'lifecycle', 'replace_triggered_by');
  if (triggers.kind !== 'literal' || !isJsonArray(triggers.value)) return [];
  return triggers.value.flatMap((trigger) => {
    const address = String(trigger).replace(/^\$\{(.*)\}$/, '$1');
    const data = resourceAt(stack, address);
    return data?.type === 'terraform_data' ? [address, ...namesIn(data.body['input'] ?? null)] : [address];
  });
}

/**
 * Resources whose replacement changes the input: those it refers to, and those whose arguments it has under their address. A
 * bare address stays the same when what it names is replaced.
 */
function namesIn(value: Json): readonly string[] {
  const reference = parseReference(value);
  if (reference !== undefined) return [reference.address];
  if (isJsonArray(value)) return value.flatMap(namesIn);
  return isJsonObject(value)
    ? Object.entries(value).flatMap(([key, inner]) => [...(isJsonObject(inner) ? [key] : []), ...namesIn(inner)])
    : [];
}
