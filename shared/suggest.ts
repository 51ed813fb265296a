import { closest, distance } from 'fastest-levenshtein';

const FARTHEST_TYPO = 3;

/** Remedy for a name that is not among `allowed`: the near miss first, then the whole list. */
export function suggest(value: string, allowed: readonly string[]): string {
  const near = allowed.length > 0 ? closest(value, [...allowed]) : undefined;
  const isTypo = near !== undefined && distance(value, near) <= FARTHEST_TYPO;
  return `Use ${isTypo ? `'${near}', or ` : ''}one of: ${allowed.join(', ')}`;
}
