import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Column } from '../../contracts/contract';
import { compileStandard } from '../../contracts/standard';
import { type StandardStep } from '../../contracts/contract';
import { edited, findingsOf } from './shipped';

/** The columns that `pipelines/tests/test_standards.py` fills with values; their expressions stand in the file beside it. */
const COLUMNS: Readonly<Record<string, readonly [type: string, steps: readonly StandardStep[]]>> = {
  trimmed: ['string', ['trim']],
  shouted: ['string', ['trim', 'upper']],
  titled: ['string', ['lower', 'title']],
  email: ['string', ['email']],
  born: ['date', ['trim', { date: ['yyyy-MM-dd', 'dd.MM.yyyy', 'MM/dd/yyyy'] }]],
  seen: ['timestamp', [{ date: ["yyyy-MM-dd'T'HH:mm:ss", 'dd.MM.yyyy HH:mm'] }]],
  sex: ['string', ['trim', 'upper', { codes: { M: 'male', F: 'female', "'": 'quote' } }]],
  weight: ['decimal(10,3)', [{ unit: { kg: 1, g: 0.001, lb: 0.45359237 } }]],
  phone_us: ['string', [{ phone: 'US' }]],
  phone_de: ['string', [{ phone: 'DE' }]],
  phone_it: ['string', [{ phone: 'IT' }]],
  country: ['string', [{ country: 'alpha2' }]],
  country_number: ['string', [{ country: 'numeric' }]],
};

const column = (name: string): Column => {
  const [type = '', standardise = []] = COLUMNS[name] ?? [];
  return { name, type, required: false, description: '', standardise };
};

const USERS = 'silver/users_enriched.odcs.yaml';
const AGE = '        description: Age band.\n';
const standardise = (value: string) =>
  edited(USERS, [
    AGE,
    `${AGE}        customProperties:\n          - property: standardise\n            value: ${value}\n`,
  ]);

describe('a standard', () => {
  it('compiles to the expressions that are tried on values', () => {
    const path = join(__dirname, '../../pipelines/tests/standards.json');
    const compiled = Object.keys(COLUMNS).map((name) => ({
      name,
      type: column(name).type,
      standard: compileStandard(column(name)),
    }));
    expect(JSON.parse(readFileSync(path, 'utf8'))).toEqual(compiled);
  });

  it('is null for a column without one', () => {
    expect(compileStandard({ name: 'a', type: 'string', required: false, description: '' })).toBeNull();
  });

  it('is accepted in silver', () => {
    expect(findingsOf(standardise("[trim, { codes: { '<19': '19-24' } }]"))).toEqual([]);
  });

  it.each([
    ['[trimm]', /:\d+: custom property 'standardise': '0' is "trimm"\. Use 'trim', or one of: trim, lower/],
    ['[{ phone: UK }]', /:\d+: phone numbers of 'age' have the default country 'UK'\. Give an ISO 3166 code/],
    ['[{ country: name }]', /:\d+: custom property 'standardise': '0\/country' is "name"\. .*alpha2, alpha3, numeric/],
    [
      '[{ date: [yyyy-MM-dd] }]',
      /:\d+: standardise of 'age' ends with 'date', and the column is of type string\. Declare date or timestamp/,
    ],
    ['[{ date: [yyyy-MM-dd] }, trim]', /:\d+: standardise of 'age' goes on after 'date'\. Make date the last step/],
    ['[{ date: [Jahr] }]', /:\d+: 'Jahr' of 'age' is no date pattern\. Write one of Spark's/],
    ['[{ unit: { kg: 0 } }]', /:\d+: custom property 'standardise': '0\/unit\/kg' is 0\. Correct it: it must be > 0/],
    ['[]', /:\d+: custom property 'standardise': .*fewer than 1 items/],
  ])('is refused as %s', (value, expected) => {
    expect(findingsOf(standardise(value)).join('\n')).toMatch(expected);
  });

  it('is refused outside silver', () => {
    const found = findingsOf(
      edited('bronze/users.odcs.yaml', [
        '        description: Age band',
        '        customProperties:\n          - property: standardise\n            value: [trim]\n        description: Age band',
      ]),
    );
    expect(found.join('\n')).toMatch(/column 'age' of a bronze table has standardise\. Move it to the silver table/);
  });
});
