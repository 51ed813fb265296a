import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { compileManifest } from '../../contracts/compile';
import { ContractError } from '../../contracts/findings';
import { parseContracts } from '../../contracts/load';

const file = 'bronze/events.odcs.yaml';
const shipped = readFileSync(join(__dirname, '..', '..', 'contracts', 'tables', file), 'utf8');

/** The shipped events with another source, and a column for each type that sources ask for. */
function withSource(source: object): { file: string; text: string } {
  const block = stringify({ value: source }, { indent: 2 }).trimEnd().replaceAll('\n', '\n        ');
  const text = shipped
    .replace(/- property: source\n\s+value:\n(\s{10}.*\n)+/, `- property: source\n        ${block}\n`)
    .replace(
      '    properties:\n',
      [
        '    properties:',
        ...column('changed_at', 'timestamp', 'timestamp'),
        ...column('number', 'integer', 'bigint'),
        ...column('operation', 'string', 'string'),
        '',
      ].join('\n'),
    );
  expect(text).toContain(block);
  return { file, text };
}

const column = (name: string, logical: string, physical: string): readonly string[] => [
  `      - name: ${name}`,
  `        logicalType: ${logical}`,
  `        physicalType: ${physical}`,
];

const compiled = (source: object) => compileManifest(parseContracts([withSource(source)]), () => '').tables[0]?.source;

function findings(source: object): string {
  try {
    parseContracts([withSource(source)]);
  } catch (error) {
    if (error instanceof ContractError) return error.message;
    throw error;
  }
  return '';
}

const database = {
  kind: 'database',
  system: 'erp',
  connection: 'erp',
  table: 'shop.orders',
  increment: { by: 'watermark', column: 'changed_at', lagSeconds: 30 },
  partitions: 4,
};
const api = {
  kind: 'api',
  system: 'crm',
  connection: 'crm',
  request: '/v1/orders',
  format: 'json',
  path: 'orders',
  records: 'data.items',
  paging: { by: 'cursor', field: 'meta.next', parameter: 'after' },
  watermark: { parameter: 'since', field: 'changed_at' },
  requestsPerSecond: 2,
};
const changes = { kind: 'changes', system: 'shop', connection: 'shop', table: 'orders', operation: 'operation' };
const kafka = { kind: 'kafka', system: 'hub', connection: 'hub', topic: 'orders', format: 'jsonl' };

describe('a source', () => {
  it('is files when it does not say what it is', () => {
    expect(compiled({ system: 'pos', format: 'avro', path: 'orders' })).toEqual({
      kind: 'files',
      system: 'pos',
      format: 'avro',
      path: 'orders',
    });
  });

  it.each([database, api, changes, kafka, { ...database, increment: { by: 'key', column: 'number' } }])(
    'reaches the manifest as declared: $kind',
    (source) => {
      expect(compiled(source)).toEqual(source);
    },
  );

  it('leaves out what only Azure needs to know', () => {
    expect(compiled({ ...api, archiveAfterDays: 9 })).toEqual(api);
  });

  it.each<[string, object, RegExp]>([
    ['an unknown kind', { ...kafka, kind: 'kafak' }, /'kind' is "kafak"\. Use 'kafka'/],
    ['a field of another kind', { ...kafka, path: 'orders' }, /unknown key 'path'.*one of: kind, system, connection/],
    ['a missing field', { ...database, table: undefined }, /lacks the key 'table'/],
    ['a password', { ...database, password: 'x' }, /unknown key 'password'/],
    ['too many connections', { ...database, partitions: 99 }, /'partitions' is 99\. Correct it: it must be <= 32/],
    [
      'an unknown watermark',
      { ...database, increment: { by: 'watermark', column: 'changed' } },
      /increment by watermark names the unknown column 'changed'/,
    ],
    [
      'a watermark that is no time',
      { ...database, increment: { by: 'watermark', column: 'number' } },
      /increment by watermark names 'number', which is bigint\. Use one of: timestamp/,
    ],
    [
      'a key that is no number',
      { ...database, increment: { by: 'key', column: 'operation' } },
      /increment by key names 'operation', which is string\. Use one of: int, bigint/,
    ],
    [
      'a lag without a time',
      { ...database, increment: { by: 'key', column: 'number', lagSeconds: 5 } },
      /lagSeconds with an increment by key/,
    ],
    ['an unknown paging', { ...api, paging: { by: 'pages' } }, /'paging\/by' is "pages"\. Use 'page'/],
    ['half a paging', { ...api, paging: { by: 'cursor', field: 'next' } }, /lacks the key 'parameter'/],
    ['a watermark of no column', { ...api, watermark: { parameter: 's', field: 'when' } }, /unknown column 'when'/],
    ['XML without records', { system: 'pos', format: 'xml', path: 'orders' }, /names no records/],
    ['records of lines', { system: 'pos', format: 'csv', path: 'o', records: 'a' }, /records 'a' of a source of csv/],
    ['an operation that is no text', { ...changes, operation: 'number' }, /operation names 'number', which is bigint/],
  ])('fails for %s, with file and line', (_, source, expected) => {
    const message = findings(source);
    expect(message).toMatch(expected);
    expect(message).toMatch(/bronze\/events\.odcs\.yaml:\d+: /);
  });
});

describe('a drift mode', () => {
  it.each(['evolve', 'freeze', 'discard-row', 'discard-value'])('may be %s', (mode) => {
    const text = shipped.replace('value: evolve', `value: ${mode}`);
    expect(compileManifest(parseContracts([{ file, text }]), () => '').tables[0]?.drift).toBe(mode);
  });
});
