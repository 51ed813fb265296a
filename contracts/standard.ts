import type { StandardStep } from './contract';
/** Standard forms of values, declared per column and compiled to plain Spark expressions: NULL where a value has none. */
import type { Column, TableContract } from './contract';
import type { Report } from './findings';
import { COUNTRY_FORMS, countryExpression } from './standard-country';
import { PHONE_COUNTRIES, phoneExpression } from './standard-phone';
import { literal as sqlText } from './rule-metrics';

export const STANDARD_SCHEMA = {
  type: 'array',
  minItems: 1,
  items: {
    if: { type: 'string' },
    then: { enum: ['trim', 'lower', 'upper', 'title', 'email'] },
    else: {
      type: 'object',
      additionalProperties: false,
      minProperties: 1,
      maxProperties: 1,
      properties: {
        date: { type: 'array', minItems: 1, uniqueItems: true, items: { type: 'string', minLength: 1 } },
        codes: { type: 'object', minProperties: 1, additionalProperties: { type: 'string' } },
        unit: { type: 'object', minProperties: 1, additionalProperties: { type: 'number', exclusiveMinimum: 0 } },
        phone: { type: 'string' },
        country: { enum: COUNTRY_FORMS },
      },
    },
  },
};

/** White space at both ends, the kinds that no keyboard shows included. */
const ENDS = '^[\\s\\u00a0\\u200b\\ufeff]+|[\\s\\u00a0\\u200b\\ufeff]+$';
const EMAIL = '^[^@\\s"(),:;<>\\[\\]\\\\]+@([a-z0-9]([a-z0-9-]*[a-z0-9])?[.])+[a-z]{2,}$';
const QUANTITY = '^\\s*([+-]?[0-9]+(?:[.][0-9]+)?)\\s*([^0-9\\s]*)\\s*$';

/** @returns Spark SQL over the column itself, null when the column declares no standard */
export function compileStandard(column: Column): string | null {
  if (column.standardise === undefined) return null;
  const text = `CAST(\`${column.name}\` AS string)`;
  return column.standardise.reduce((value, step) => compileStep(value, step, column.type), text);
}

function compileStep(value: string, step: StandardStep, type: string): string {
  const trimmed = `regexp_replace(${value}, ${sqlText(ENDS)}, '')`;
  if (step === 'trim') return trimmed;
  if (step === 'lower' || step === 'upper') return `${step}(${value})`;
  if (step === 'title') return `initcap(${value})`;
  if (step === 'email') return `nullif(regexp_extract(lower(${trimmed}), ${sqlText(`(${EMAIL})`)}, 1), '')`;
  if ('date' in step) {
    const parse = type === 'timestamp' ? 'to_timestamp' : 'to_date';
    return `coalesce(${step.date.map((pattern) => `${parse}(${value}, ${sqlText(pattern)})`).join(', ')})`;
  }
  if ('codes' in step) {
    const known = new Map([
      ...Object.values(step.codes).map((code) => [code, code] as const),
      ...Object.entries(step.codes),
    ]);
    return `element_at(map(${[...known].flatMap(([from, to]) => [sqlText(from), sqlText(to)]).join(', ')}), ${value})`;
  }
  if ('unit' in step) {
    const part = (group: number) => `regexp_extract(${value}, ${sqlText(QUANTITY)}, ${group})`;
    const factors = Object.entries(step.unit).flatMap(([unit, factor]) => [
      sqlText(unit),
      `CAST('${factor}' AS decimal(18, 9))`,
    ]);
    return `CAST(${part(1)} AS decimal(20, 9)) * element_at(map(${factors.join(', ')}), ${part(2)})`;
  }
  if ('phone' in step) return phoneExpression(value, step.phone);
  return countryExpression(trimmed, step.country);
}

const RESULT: readonly { readonly step: string; readonly types: RegExp; readonly wanted: string }[] = [
  { step: 'date', types: /^(date|timestamp)$/, wanted: 'date or timestamp' },
  { step: 'unit', types: /^(int|bigint|double|decimal)/, wanted: 'int, bigint, double or decimal' },
];
/** Letters of a Spark datetime pattern; anything else stands for itself. */
const PATTERN = /^(?:'[^']*'|[yMdHhmsSaEXxZVzDL\W\d])+$/;

export function checkStandards(contract: TableContract, report: Report): void {
  for (const column of contract.columns) {
    if (column.standardise === undefined) continue;
    if (contract.layer !== 'silver') {
      report(
        'setting-of-wrong-layer',
        [column.name],
        `column '${column.name}' of a ${contract.layer} table has standardise`,
        'Move it to the silver table: only silver standardises',
      );
    }
    checkSteps(column, column.standardise, report);
  }
}

function checkSteps(column: Column, steps: readonly StandardStep[], report: Report): void {
  const named = steps.map((step) => (typeof step === 'string' ? step : (Object.keys(step)[0] ?? '')));
  named.forEach((name, position) => {
    if (RESULT.some(({ step }) => step === name) && position < named.length - 1) {
      report(
        'standardise-step-after-end',
        [column.name],
        `standardise of '${column.name}' goes on after '${name}'`,
        `Make ${name} the last step: what it gives is no text`,
      );
    }
  });
  const last = RESULT.find(({ step }) => step === named.at(-1)) ?? {
    step: named.at(-1) ?? '',
    types: /^string$/,
    wanted: 'string',
  };
  if (!last.types.test(column.type) && column.pii?.protection === undefined) {
    report(
      'standardise-of-wrong-type',
      [column.name],
      `standardise of '${column.name}' ends with '${last.step}', and the column is of type ${column.type}`,
      `Declare ${last.wanted}`,
    );
  }
  for (const step of steps) {
    if (typeof step === 'string') continue;
    if ('phone' in step && !PHONE_COUNTRIES.has(step.phone)) {
      report(
        'country-invalid',
        [column.name],
        `phone numbers of '${column.name}' have the default country '${step.phone}'`,
        'Give an ISO 3166 code of two capital letters that has telephone numbers, for example US',
      );
    }
    if ('date' in step) {
      for (const pattern of step.date.filter(
        (text) => !(PATTERN.test(text) && /y/.test(text) && /[ML]|D/.test(text)),
      )) {
        report(
          'date-pattern-invalid',
          [pattern, column.name],
          `'${pattern}' of '${column.name}' is no date pattern`,
          "Write one of Spark's, for example dd.MM.yyyy, with letters that stand for themselves in ''",
        );
      }
    }
  }
}
