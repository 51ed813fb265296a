import { parseContracts } from '../../contracts/load';
import { edited, findingsOf } from './shipped';

const USERS = 'bronze/users.odcs.yaml';
const FORMAT = 'format: csv';

const withCsv = (csv: string, format = FORMAT) => edited(USERS, [FORMAT, `${format}\n          csv: ${csv}`]);

describe('the dialect of CSV files', () => {
  it('reaches the contract as it is declared', () => {
    const csv = { delimiter: ';', decimal: ',', thousands: '.', header: 3, nulls: ['NA'], encoding: 'windows-1252' };
    const users = parseContracts(withCsv(JSON.stringify(csv))).find(({ name }) => name === 'bronze.users');
    expect(users?.source).toMatchObject({ csv });
  });

  it.each<[string, string, RegExp]>([
    ['one sign twice', '{ delimiter: ";", quote: ";" }', /delimiter and quote of csv are both ';'/],
    ['a decimal point between thousands', '{ thousands: "." }', /decimal and thousands of csv are both '\.'/],
    ['a long delimiter', '{ delimiter: "||" }', /delimiter/],
    ['a letter as delimiter', '{ delimiter: x }', /a letter or digit separates/],
    ['an unknown encoding', '{ encoding: ebcdic }', /encoding/],
    ['an unknown setting', '{ delimeter: ";" }', /delimeter/],
    ['nothing', '{}', /csv/],
    ['an escape without quotes', '{ quote: false, escape: "\\\\" }', /an escape and no quote/],
    ['nulls of an unknown column', '{ nullsOf: { emial: [NA] } }', /the unknown column 'emial'/],
    ['widths of some columns', '{ widths: { name: [1, 3] } }', /widths do not say where household_id/],
    ['widths and a delimiter', '{ delimiter: ";", widths: { name: [1, 3] } }', /widths and delimiter/],
  ])('is refused: %s', (_, csv, expected) => {
    expect(findingsOf(withCsv(csv)).join('\n')).toMatch(expected);
  });

  it('is refused of another format', () => {
    expect(findingsOf(withCsv('{ header: false }', 'format: parquet')).join()).toMatch(/csv of a source of parquet/);
  });
});
