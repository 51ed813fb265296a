/** Strings for edits drawn from types: a type says `string` where a format is meant, so several are tried. */

/** Strings by the name of the property that holds them. */
export type Examples = ReadonlyMap<string, readonly string[]>;

/** One of each format that settings have; for properties that no example shows. */
const FORMATS = [
  'sample',
  '00000000-0000-4000-8000-00000000abcd',
  '2027-01-01',
  '07:30',
  'https://sample.example.com/data',
  '10.99.0.0/24',
  '/subscriptions/00000000-0000-4000-8000-0000000000f0/resourceGroups/rg-sample/providers/Microsoft.Sample/things/one',
];

export function examplesIn(values: readonly unknown[]): Examples {
  const found = new Map<string, string[]>();
  const visit = (value: unknown, name: string): void => {
    if (typeof value === 'string') {
      const known = found.get(name) ?? [];
      if (!known.includes(value)) found.set(name, [...known, value]);
    } else if (Array.isArray(value)) value.forEach((one) => visit(one, name));
    else if (typeof value === 'object' && value !== null)
      Object.entries(value).forEach(([key, one]) => visit(one, key));
  };
  values.forEach((value) => visit(value, ''));
  return found;
}

/** The property at the end of a path, without the places of lists. */
function nameOf(path: string): string {
  return (path.split('.').at(-1) ?? '').replace(/(?:\[\d*\])+$/, '');
}

export function stringsNamed(path: string, examples: Examples): readonly string[] {
  const known = examples.get(nameOf(path)) ?? [];
  return [...known.slice(-3), ...FORMATS].slice(0, 8);
}

/** The value with one sign changed, then what stands under the same name elsewhere, then other formats. */
export function stringsLike(value: string, path: string, examples: Examples): readonly string[] {
  const bumped = value.replace(/\d(?!.*\d)/, (digit) => String((Number(digit) + 1) % 10));
  const near = [bumped, value.replace(/[a-y](?!.*[a-y])/, nextLetter), `${value}x`, earlier(value)];
  return [...new Set([...near, ...(examples.get(nameOf(path)) ?? []).slice(0, 4), ...FORMATS])].filter(
    (candidate) => candidate !== value,
  );
}

function nextLetter(letter: string): string {
  return String.fromCharCode(letter.charCodeAt(0) + 1);
}

/** The first number one greater: a range of addresses, a month, an hour. */
function earlier(value: string): string {
  return value.replace(/\d+/, (digits) => String(Number(digits) + 1).padStart(digits.length, '0'));
}
