import { compileManifest } from '../../contracts/compile';
import { parseContracts } from '../../contracts/load';
import { type ContractText, edited, findingsOf, shipped } from './shipped';

const USERS = 'silver/users_enriched.odcs.yaml';
const FOLLOWER = 'gold/user_features.odcs.yaml';
const layout = '      - property: layout\n';
const changeFeed = (value: boolean) =>
  [layout, `      - property: changeFeed\n        value: ${value}\n${layout}`] as const;
const rebuilt = ['      - property: incremental\n        value: {}\n', ''] as const;

/** The edits of both files, one after the other. */
const both = (users: readonly ContractText[], features: readonly ContractText[]) =>
  users.map((contract, place) => (contract.file === FOLLOWER ? (features[place] ?? contract) : contract));

const tables = (texts: readonly ContractText[]) =>
  new Map(compileManifest(parseContracts(texts), () => '').tables.map((table) => [table.name, table]));

describe('a change feed', () => {
  it('is kept by all of bronze, by silver that gold follows, and by no table of gold', () => {
    const kept = [...tables(shipped).values()].filter((table) => table.changeFeed).map(({ layer }) => layer);
    expect([...new Set(kept)]).toEqual(['bronze', 'silver']);
    expect(tables(edited(FOLLOWER, rebuilt)).get('silver.users_enriched')?.changeFeed).toBe(false);
    // Two other tables of gold follow this one.
    expect(tables(edited(FOLLOWER, rebuilt)).get('silver.transactions_validated')?.changeFeed).toBe(true);
  });

  it('is kept where a contract asks for it, and changes nothing else about the table', () => {
    const asked = tables(both(edited(USERS, changeFeed(true)), edited(FOLLOWER, rebuilt)));
    expect(asked.get('silver.users_enriched')?.changeFeed).toBe(true);
    const before = tables(edited(FOLLOWER, rebuilt)).get('silver.users_enriched');
    expect(asked.get('silver.users_enriched')?.fingerprint).toBe(before?.fingerprint);
  });

  it.each([
    {
      name: 'where somebody follows',
      file: USERS,
      edit: changeFeed(false),
      expected: `${USERS}:28: changeFeed is false, and gold.user_features follows the changes of silver.users_enriched. Remove changeFeed here, or incremental there`,
    },
    {
      name: 'on gold',
      file: FOLLOWER,
      edit: changeFeed(true),
      expected: `changeFeed on a gold table. Remove it: bronze always keeps one, gold never, only silver tables choose`,
    },
  ] as const)('is refused: $name', ({ file, edit, expected }) => {
    expect(findingsOf(edited(file, edit)).join('\n')).toContain(expected);
  });
});
