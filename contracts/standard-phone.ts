/** Telephone numbers in E.164; calling codes, lengths and national prefixes are those of `libphonenumber-js`. */
import metadata from 'libphonenumber-js/metadata.min.json';
import { literal as sqlText } from './rule-metrics';

interface Plan {
  readonly callingCode: string;
  /** How a call abroad begins, as a regular expression. */
  readonly abroad: string;
  readonly pattern: string;
  readonly lengths: readonly number[];
  /** Dialled before a number within the country, not part of it. */
  readonly trunk: string;
}

const countries = metadata.countries as Readonly<Record<string, readonly unknown[]>>;

export const PHONE_COUNTRIES: ReadonlySet<string> = new Set(Object.keys(countries));

function planOf(country: string): Plan {
  const [callingCode, abroad, pattern, lengths, , trunk] = countries[country] ?? [];
  return {
    callingCode: String(callingCode),
    abroad: typeof abroad === 'string' ? abroad : '00',
    pattern: String(pattern),
    lengths: Array.isArray(lengths) ? lengths.map(Number) : [],
    trunk: typeof trunk === 'string' ? trunk : '',
  };
}

/** Every calling code with the lengths its numbers may have. */
function international(): string {
  const lengths = new Map<string, Set<number>>();
  for (const country of PHONE_COUNTRIES) {
    const plan = planOf(country);
    lengths.set(plan.callingCode, new Set([...(lengths.get(plan.callingCode) ?? []), ...plan.lengths]));
  }
  const codes = [...lengths].map(([code, found]) => {
    const digits = [...found].filter((length) => length + code.length <= LONGEST).sort((one, other) => one - other);
    return `${code}(?:${digits.map((length) => `[0-9]{${length}}`).join('|')})`;
  });
  return `^(?:${codes.join('|')})$`;
}

/** E.164 allows so many digits with the calling code. */
const LONGEST = 15;
const WRITTEN = '^[+0-9\\s().\\-/\\u00a0\\u2010-\\u2015]+$';

/** Spark SQL: `value` as `+` and digits, NULL when it is no number that can be called. `country` is where a number without calling code is. */
export function phoneExpression(value: string, country: string): string {
  const plan = planOf(country);
  const digits = `regexp_replace(${value}, '[^0-9+]', '')`;
  const whole = `regexp_replace(${digits}, ${sqlText(`^(?:[+]|${plan.abroad})`)}, '')`;
  const own = plan.trunk === '' ? digits : `regexp_replace(${digits}, ${sqlText(`^${plan.trunk}`)}, '')`;
  const national = sqlText(`^(?:${plan.pattern})$`);
  return [
    `CASE WHEN NOT ${value} RLIKE ${sqlText(WRITTEN)} THEN NULL`,
    `WHEN ${digits} RLIKE ${sqlText(`^(?:[+]|${plan.abroad})`)} AND ${whole} RLIKE ${sqlText(international())} THEN concat('+', ${whole})`,
    // A number may begin with what elsewhere is dialled before it.
    `WHEN ${own} RLIKE ${national} THEN concat('+${plan.callingCode}', ${own})`,
    `WHEN ${digits} RLIKE ${national} THEN concat('+${plan.callingCode}', ${digits}) END`,
  ].join(' ');
}
