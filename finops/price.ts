import { Decimal } from 'decimal.js';

import type { PriceRow } from './price-sheet';

/**
 * US dollars for a quantity, unrounded. Each band pays for the units inside it, so the cost has no jump at a break:
 * multiplying the whole volume by its last band is the classical mistake with tiered meters.
 *
 * @param quantity in the row's unit, 0 or more
 */
export function costOf(row: PriceRow, quantity: Decimal): Decimal {
  return row.bands.reduce((sum, band, index) => {
    const next = row.bands[index + 1]?.from ?? quantity;
    const units = Decimal.max(Decimal.min(quantity, next).minus(band.from), 0);
    return sum.plus(units.times(band.usd).div(row.per));
  }, new Decimal(0));
}

/** US dollars for one unit at this quantity, averaged over its bands; the first band's price for nothing at all. */
export function unitPriceOf(row: PriceRow, quantity: Decimal): Decimal {
  return quantity.isZero() ? (row.bands[0]?.usd ?? new Decimal(0)).div(row.per) : costOf(row, quantity).div(quantity);
}

/** Cents, rounded half up: every line is rounded once, and every total is the exact sum of the lines it shows. */
export function toCents(usd: Decimal): Decimal {
  return usd.toDecimalPlaces(2, Decimal.ROUND_HALF_UP);
}

/** Two places as text, and never a minus before nothing. */
export function centsText(usd: Decimal): string {
  const cents = toCents(usd);
  return (cents.isZero() ? cents.abs() : cents).toFixed(2);
}
