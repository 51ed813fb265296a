/** What the name of a column, or a rule on it, says about persons: the guess that a contract has to confirm or deny. */
import type { Column, PiiCategory, TableContract } from './contract';

/**
 * Words of snake-case names by category, the most telling first. A pattern is matched against the whole name; `_` stands
 * between words. Several languages, because sources keep the names of their own.
 */
const NAMES: readonly (readonly [PiiCategory, RegExp])[] = [
  ['email', /(^|_)(e_?mail|courriel|correo)(_?addr(ess)?)?(_\d)?$|(^|_)mail_?addr(ess)?$/],
  [
    'phone',
    /(^|_)(tele?phone|phone|mobile|cell|fax|msisdn|handy|telefon|telefono|tel)(_?(no|nr|number|nummer))?(_\d)?$/,
  ],
  ['birth-date', /(^|_)(birth_?(date|day|dt)|dob|date_of_birth|geburtsdatum|date_naissance|fecha_nacimiento)$/],
  [
    'street',
    /(^|_)(street(_?(name|address))?|(home|postal|mailing|billing|shipping|delivery)_?address|strasse|rue|calle)(_\d)?$|^address(_?line)?(_?\d)?$/,
  ],
  [
    'name',
    /(^|_)(first|last|full|family|given|sur|middle|maiden)_?names?$|(^|_)(customer|contact|person|user|employee|patient|guest|client|member|recipient|cardholder|holder|owner|driver|passenger|applicant|billing|shipping)_name$|^name$|(^|_)(vorname|nachname|prenom|nom_de_famille|apellidos?)$/,
  ],
  ['iban', /(^|_)(iban|bank_?account(_?(no|nr|number))?)$/],
  ['card', /(^|_)(credit_?card|card|debit_?card|cc)_?(no|nr|number|num|pan)$|^pan$|(^|_)credit_?card$/],
  [
    'national-id',
    /(^|_)(ssn|nino|social_?security(_?(no|nr|number))?|national_?(id|insurance)(_?(no|nr|number))?|tax_?id|personal_?(no|nr|number|id)|identity_?(no|nr|number)|pesel|cpf|bsn|dni|nif|codice_?fiscale|aadhaar|steuer_?id|nir|personnummer)$/,
  ],
  ['passport', /(^|_)passport(_?(no|nr|number|id))?$/],
  ['ip-address', /(^|_)(ip|ipv4|ipv6)(_?addr(ess)?)?$|(^|_)(client|remote|user|source)_ip$/],
  ['mac-address', /(^|_)mac_?addr(ess)?$/],
  ['coordinates', /(^|_)(home|user|customer|device|person|client)_(lat|latitude|lon|lng|longitude|location|position)$/],
  ['plate', /(^|_)(license|licence|number|registration)_?plate(_?(no|nr|number))?$|(^|_)kennzeichen$/],
  [
    'credential',
    /(^|_)(password|passwd|passphrase|api_?key|secret_?key|access_?token|refresh_?token|auth_?token|session_?token|bearer_?token)$/,
  ],
];

/** Ends of names that silver and gold give to what they made of a personal value. */
const DERIVED = /_(token|hash|masked|encrypted|redacted)$/;

export function personalCategory(column: string): PiiCategory | undefined {
  const name = column.toLowerCase();
  return NAMES.find(([, pattern]) => pattern.test(name) || pattern.test(name.replace(DERIVED, '')))?.[0];
}

/** What a rule looks for says what it expects to find: an address has an @, an account number has check digits. */
const RULES: readonly (readonly [PiiCategory, RegExp])[] = [
  ['email', /@/],
  ['card', /luhn_check/i],
];

/** Why a column looks personal, in words, and what it may hold; undefined where nothing says so. */
export function indicationOf(
  table: TableContract,
  { name, type }: Column,
): { readonly category: PiiCategory; readonly why: string } | undefined {
  // A flag, a count or a measure about somebody is not who it is.
  if (type === 'boolean') return undefined;
  const named = personalCategory(name);
  if (named !== undefined) return { category: named, why: 'by its name' };
  if (type !== 'string') return undefined;
  for (const rule of table.rules) {
    if (rule.kind !== 'row' || !rule.columns.includes(name)) continue;
    const found = RULES.find(([, pattern]) => pattern.test(rule.expression));
    if (found !== undefined) return { category: found[0], why: `by its rule ${rule.id}` };
  }
  return undefined;
}
