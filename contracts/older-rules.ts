/** Names of quality rules before ODCS v3.1, and what they are called now. */
import type { OdcsQuality } from './odcs';

const SUCCESSORS: Readonly<Record<string, Pick<OdcsQuality, 'metric' | 'unit'>>> = {
  nullCheck: { metric: 'nullValues' },
  nullCount: { metric: 'nullValues' },
  nullPercent: { metric: 'nullValues', unit: 'percent' },
  uniqueCheck: { metric: 'duplicateValues' },
  duplicateCount: { metric: 'duplicateValues' },
  duplicatePercent: { metric: 'duplicateValues', unit: 'percent' },
  validValues: { metric: 'invalidValues' },
  rowCount: { metric: 'rowCount' },
  countCheck: { metric: 'rowCount' },
};

export const OLDER_RULES = Object.keys(SUCCESSORS);

/** The rule under its present name; one that names a metric, or an unknown rule, stays as it is. */
export function underPresentName(quality: OdcsQuality): OdcsQuality {
  const successor = quality.metric === undefined ? SUCCESSORS[quality.rule ?? ''] : undefined;
  if (successor === undefined) return quality;
  // These asked for none without saying so.
  const asksForNone = /^(nullCheck|uniqueCheck|validValues)$/.test(quality.rule ?? '');
  const limited = Object.keys(quality).some((key) => key.startsWith('must'));
  return { ...quality, ...successor, ...(asksForNone && !limited ? { mustBe: 0 } : {}) };
}

/** What to write instead of `rule`; undefined when nothing took its place. */
export function successorOf(rule: string): string | undefined {
  const successor = SUCCESSORS[rule];
  return successor === undefined
    ? undefined
    : Object.entries(successor)
        .map(([key, value]) => `${key}: ${value}`)
        .join(', ');
}
