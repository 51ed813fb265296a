/** What stands in for a price that nobody has seen, so that the resource stays in the sum: always a dearer one. */
import type { PriceRow, PriceSheet } from './price-sheet';

const TIERS = ['hot', 'cool', 'cold', 'archive'] as const;
const REDUNDANCIES = ['lrs', 'zrs', 'grs', 'ragrs', 'gzrs', 'ragzrs'] as const;
const STORAGE = /^adls\.hns\.(hot|cool|cold|archive)\.(lrs|zrs|grs|ragrs|gzrs|ragzrs)\.(stored|write|earlyDelete)$/;

/**
 * A row of the same sheet that cannot be cheaper: the next redundancy up, or for capacity the next hotter tier.
 *
 * @returns undefined where no known price bounds the missing one
 */
export function boundingRow(key: string, sheet: PriceSheet): PriceRow | undefined {
  const [, tier, redundancy, kind] = STORAGE.exec(key) ?? [];
  if (tier === undefined || redundancy === undefined || kind === undefined) return undefined;
  const redundancies = REDUNDANCIES.slice(REDUNDANCIES.findIndex((known) => known === redundancy));
  const at = TIERS.findIndex((known) => known === tier);
  // A hotter tier stores dearer; a cooler one writes dearer.
  const tiers = kind === 'write' ? TIERS.slice(at) : TIERS.slice(0, at + 1).reverse();
  const candidates = tiers.flatMap((one) => redundancies.map((other) => `adls.hns.${one}.${other}.${kind}`));
  for (const candidate of candidates) {
    const row = sheet.rows.get(candidate);
    if (row !== undefined) {
      const note = `No price ${key} is known: ${candidate}, which cannot be cheaper, bounds it`;
      return { ...row, key, confidence: 'bound', note: [note, row.note].filter((text) => text !== '').join('. ') };
    }
  }
  return undefined;
}
