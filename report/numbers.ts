const whole = new Intl.NumberFormat('en-US', { maximumFractionDigits: 0 });
const oneDecimal = new Intl.NumberFormat('en-US', { minimumFractionDigits: 1, maximumFractionDigits: 1 });
const twoDecimals = new Intl.NumberFormat('en-US', { minimumFractionDigits: 2, maximumFractionDigits: 2 });

export const count = (value: number): string => whole.format(value);

export const seconds = (value: number): string => `${oneDecimal.format(value)} s`;

/** Money that is given as decimal text, in whole cents. */
export const dollars = (value: string): string => `$${twoDecimals.format(Number(value))}`;

/** Money below a cent, with the digits that make it visible. */
export const smallDollars = (value: string): string => `$${Number(value).toFixed(4)}`;

/** Rounded down: 100 % means all of them. */
export function percent(share: number, digits = 2): string {
  const scale = 10 ** (digits + 2);
  // The share of 0.29 times 100 is 28.999999999999996: an error of the last bit must not cost a step.
  return `${((Math.floor(share * scale + 1e-6) / scale) * 100).toFixed(digits)} %`;
}

const UNITS = ['B', 'kB', 'MB', 'GB', 'TB'];

/** Decimal units, as clouds bill. */
export function bytes(value: number): string {
  const power = value < 1 ? 0 : Math.min(UNITS.length - 1, Math.floor(Math.log10(value) / 3));
  const scaled = value / 1000 ** power;
  return `${power === 0 ? whole.format(scaled) : oneDecimal.format(scaled)} ${UNITS[power] ?? ''}`;
}
