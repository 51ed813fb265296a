import { join } from 'node:path';
import { compileManifest, serializeManifest } from '../../contracts/compile';
import { loadContracts } from '../../contracts/load';

const contracts = loadContracts(join(__dirname, '..', '..', 'contracts', 'tables'));
const compile = (sql = 'SELECT 1') => compileManifest(contracts, () => sql);

describe('the manifest', () => {
  it('is the same bytes for the same contracts, in any order', () => {
    const reversed = compileManifest([...contracts].reverse(), () => 'SELECT 1');
    expect(serializeManifest(reversed)).toBe(serializeManifest(compile()));
  });

  it('lists a table after everything it reads', () => {
    const names = compile().tables.map(({ name }) => name);
    for (const table of compile().tables) {
      for (const input of table.inputs) expect(names.indexOf(input)).toBeLessThan(names.indexOf(table.name));
    }
  });

  it('changes the fingerprint of a gold table when its SQL changes, and of no other', () => {
    const before = compile('SELECT 1').tables;
    const after = compile('SELECT 2').tables;
    const changed = before.filter((table, position) => table.fingerprint !== after[position]?.fingerprint);
    expect(changed.map(({ name }) => name)).toEqual([
      'gold.daily_metrics',
      'gold.transaction_summary',
      'gold.user_features',
    ]);
  });

  it('gives every silver column its expression and leaves the others to parsing and SQL', () => {
    const tables = compile().tables;
    const expressions = (layer: string) =>
      tables
        .filter((table) => table.layer === layer)
        .flatMap(({ columns }) => columns.map(({ expression }) => expression));
    expect(expressions('silver')).not.toContain(null);
    expect(expressions('silver')).toContain('to_date(transaction_timestamp)');
    expect(new Set([...expressions('bronze'), ...expressions('gold')])).toEqual(new Set([null]));
  });

  it('carries the protection of every personal column', () => {
    const users = compile().tables.find(({ name }) => name === 'silver.users_enriched');
    expect(users?.columns.filter(({ pii }) => pii !== null).map(({ name, pii }) => [name, pii?.protection])).toEqual([
      ['name_token', 'token'],
      ['email_token', 'token'],
      ['phone_token', 'token'],
      ['street_token', 'token'],
      ['birth_date_token', 'token'],
    ]);
  });
});
