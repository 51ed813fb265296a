import type { SynthesizedStack } from '../../synthesized/stack';

/**
 * Two programs make the same resources, or comparing their times would be worth nothing.
 *
 * @returns the first resource that differs, with both forms; undefined where none does
 */
export function differentResource(
  ours: readonly SynthesizedStack[],
  theirs: readonly SynthesizedStack[],
): string | undefined {
  for (const { name, resources } of ours) {
    const stack = theirs.find((other) => other.name === name);
    const other = new Map(stack?.resources.map(({ address, body }) => [address, JSON.stringify(sorted(body))]));
    const odd = resources.find(({ address, body }) => other.get(address) !== JSON.stringify(sorted(body)));
    if (odd !== undefined) {
      return `${odd.address}:\n${other.get(odd.address) ?? 'nothing'}\n${JSON.stringify(sorted(odd.body))}`;
    }
    if (other.size !== resources.length) {
      return `${name}: ${String(resources.length)} resources against ${String(other.size)}`;
    }
  }
  return undefined;
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([key]) => key !== '//')
      .sort(([one], [two]) => (one < two ? -1 : 1))
      .map(([key, child]: [string, unknown]) => [key, sorted(child)]),
  );
}
