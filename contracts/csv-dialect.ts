/** How the CSV files of a source are written, where they are not RFC 4180 with a header, in UTF-8. */

const ENCODINGS = ['utf-8', 'iso-8859-1', 'windows-1252', 'utf-16', 'utf-16le', 'utf-16be'] as const;

export interface CsvDialect {
  /** @default , */
  readonly delimiter?: string;
  /** `false` for files in which a quote is a character as any other. @default " */
  readonly quote?: string | false;
  /** What stands before a quote inside quotes. @default - the quote itself */
  readonly escape?: string;
  /** Lines that begin with it are no records. @default - none */
  readonly comment?: string;
  /** The line of the header, from 1, what stands above is skipped; `false` for files without one. @default 1 */
  readonly header?: number | false;
  /** @default utf-8 */
  readonly encoding?: (typeof ENCODINGS)[number];
  /** Texts that say that there is no value, in every column. @default - none but the empty text */
  readonly nulls?: readonly string[];
  /** The same, of single columns. @default - none */
  readonly nullsOf?: Readonly<Record<string, readonly string[]>>;
  /** @default . */
  readonly decimal?: '.' | ',';
  /** Between groups of three digits. @default - none */
  readonly thousands?: '.' | ',' | ' ' | "'";
  /** Records at the end of each file that are no data, such as totals. @default 0 */
  readonly skipLast?: number;
  /** Fixed width: of each column the place of its first character, from 1, and its length. @default - fields have delimiters */
  readonly widths?: Readonly<Record<string, readonly [start: number, length: number]>>;
}

const sign = { type: 'string', minLength: 1, maxLength: 1, pattern: '^[^\\r\\n]$' };
const markers = { type: 'array', minItems: 1, uniqueItems: true, items: { type: 'string', minLength: 1 } };

export const CSV_SCHEMA: object = {
  type: 'object',
  additionalProperties: false,
  minProperties: 1,
  properties: {
    delimiter: sign,
    quote: { anyOf: [sign, { const: false }] },
    escape: sign,
    comment: sign,
    header: { anyOf: [{ type: 'integer', minimum: 1, maximum: 1000 }, { const: false }] },
    encoding: { enum: ENCODINGS },
    nulls: markers,
    nullsOf: { type: 'object', minProperties: 1, additionalProperties: markers },
    decimal: { enum: ['.', ','] },
    thousands: { enum: ['.', ',', ' ', "'"] },
    skipLast: { type: 'integer', minimum: 1, maximum: 1000 },
    widths: {
      type: 'object',
      minProperties: 1,
      additionalProperties: {
        type: 'array',
        items: { type: 'integer', minimum: 1, maximum: 1_000_000 },
        minItems: 2,
        maxItems: 2,
      },
    },
  },
};
