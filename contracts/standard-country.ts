/** Countries by ISO 3166-1, from codes in any form and English names; the list is that of `i18n-iso-countries`. */
import codes from 'i18n-iso-countries/codes.json';
import english from 'i18n-iso-countries/langs/en.json';
import { literal as sqlText } from './rule-metrics';

export const COUNTRY_FORMS = ['alpha2', 'alpha3', 'numeric'] as const;
export type CountryForm = (typeof COUNTRY_FORMS)[number];

/** Spark SQL: the country in `value` in the given form, NULL when it names none. */
export function countryExpression(value: string, form: CountryForm): string {
  const place = COUNTRY_FORMS.indexOf(form);
  const names = english.countries as Readonly<Record<string, string | readonly string[]>>;
  const entries = (codes as readonly (readonly string[])[]).flatMap((country) => {
    const [alpha2 = '', alpha3 = '', numeric = ''] = country;
    const spoken = [names[alpha2] ?? []].flat().map((name) => name.toUpperCase());
    const known = new Set([alpha2, alpha3, numeric, String(Number(numeric)), ...spoken]);
    return [...known].map((from) => [from, country[place] ?? ''] as const);
  });
  const upper = `upper(${value})`;
  const own = (codes as readonly (readonly string[])[]).map((country) => sqlText(country[place] ?? ''));
  // Nearly all values are in the wanted form already, and a set is found in one step; a map is searched from its start.
  const map = [...new Map(entries)].flatMap(([from, to]) => [sqlText(from), sqlText(to)]);
  return `CASE WHEN ${upper} IN (${own.join(', ')}) THEN ${upper} ELSE element_at(map(${map.join(', ')}), ${upper}) END`;
}
