import { closest } from 'fastest-levenshtein';
import { distance } from 'fastest-levenshtein';

const FARTHEST_TYPO = 3;

/** Remedy for a name that is not among `allowed`: the near miss first, the list after it. */
export function suggest(value: string, allowed: readonly string[]): string {
  const near = allowed.length > 0 ? closest(value, [...allowed]) : undefined;
  const hint = near !== undefined && distance(value, near) <= FARTHEST_TYPO ? `Did you mean '${near}'? ` : '';
  return `${hint}Allowed: ${allowed.join(', ')}`;
}
