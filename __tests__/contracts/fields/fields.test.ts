import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { compileManifest } from '../../../contracts/compile';
import { fieldsOf, odcsFields } from '../../../contracts/fields/enumerate';
import { ODCS_VERSIONS, type OdcsVersion } from '../../../contracts/fields/schemas';
import type { Treatment } from '../../../contracts/fields/treatment';
import { renderFields } from '../../../contracts/fields/page';
import { TREATMENTS, treatmentOf } from '../../../contracts/fields/treatments';
import { ContractError, type Finding } from '../../../contracts/findings';
import { parseContracts } from '../../../contracts/load';
import { OF_COLUMN, OF_RULE } from './implemented';
import { sampleOf, setField } from './sample';

const COLUMN = 'schema[].properties[].';
const API: Readonly<Record<OdcsVersion, string>> = { '3.0': 'v3.0.2', '3.1': 'v3.1.0', '3.2': 'v3.2.0' };

interface Contract {
  apiVersion: string;
  description?: object;
  team?: object;
  slaProperties?: object[];
  schema: { name: string; customProperties: object[]; properties: Record<string, unknown>[] }[];
  [key: string]: unknown;
}

function contract(version: OdcsVersion, layer: 'bronze' | 'silver'): Contract {
  const own =
    layer === 'bronze'
      ? [{ property: 'source', value: { system: 's', format: 'csv', path: 't' } }]
      : [
          { property: 'inputs', value: ['bronze.t'] },
          { property: 'orderBy', value: ['id'] },
        ];
  return {
    apiVersion: API[version],
    kind: 'DataContract',
    id: 'urn:t',
    version: '1.0.0',
    status: 'active',
    schema: [
      {
        name: 't',
        customProperties: [{ property: 'layer', value: layer }, ...own],
        // The column under test comes first, where a field of `properties[]` is set.
        properties: [
          { name: 'v', logicalType: 'string', physicalType: 'string' },
          { name: 'id', logicalType: 'integer', physicalType: 'int', required: true, primaryKey: true },
        ],
      },
    ],
  };
}

/** What the jobs are told of a lake of one bronze table and two silver tables over it, or what is wrong with it. */
function told(
  version: OdcsVersion,
  change: (bronze: Contract, silver: Contract, other: Contract) => void,
): string | readonly Finding[] {
  const [bronze, silver] = [contract(version, 'bronze'), contract(version, 'silver')];
  const other = contract(version, 'silver');
  Object.assign(other.schema[0] ?? {}, { name: 'u' });
  change(bronze, silver, other);
  const texts = [
    { file: 'bronze/t.odcs.yaml', text: stringify(bronze, { aliasDuplicateObjects: false }) },
    { file: 'silver/t.odcs.yaml', text: stringify(silver, { aliasDuplicateObjects: false }) },
    { file: 'silver/u.odcs.yaml', text: stringify(other, { aliasDuplicateObjects: false }) },
  ];
  try {
    return JSON.stringify(compileManifest(parseContracts(texts), () => '').tables);
  } catch (error) {
    if (error instanceof ContractError) return error.inContracts;
    throw error;
  }
}

const fields = [...odcsFields()];
const newest = (versions: readonly OdcsVersion[]) => versions.at(-1) ?? '3.2';
const treated = (kind: Treatment['kind']) =>
  fields.filter(([field]) => treatmentOf(field)?.kind === kind).map(([field, versions]) => ({ field, versions }));

describe('every field of the standard', () => {
  it.each(ODCS_VERSIONS)('of v%s is implemented, rejected or documentation', (version) => {
    const undecided = [...fieldsOf(version).keys()].filter((field) => treatmentOf(field) === undefined);
    expect(fieldsOf(version).size).toBeGreaterThan(200);
    expect(undecided).toEqual([]);
  });

  it('that somebody decided about is in the standard', () => {
    const known = new Set(fields.map(([field]) => field));
    expect([...TREATMENTS.keys()].filter((field) => !known.has(field))).toEqual([]);
  });

  it.each(ODCS_VERSIONS)('can stay away: the smallest contract of v%s is sound', (version) => {
    expect(told(version, () => undefined)).toMatch(/"silver.t"/);
  });
});

test('docs/odcs-fields.md is what the source says', () => {
  const page = readFileSync(join(__dirname, '..', '..', '..', 'docs', 'odcs-fields.md'), 'utf8');
  expect(page).toBe(renderFields());
});

describe('a field that is documentation', () => {
  it.each(treated('documentation'))('changes nothing: $field', ({ field, versions }) => {
    const version = newest(versions);
    const before = told(version, (...lake) => {
      preparation(field, ofTest(field, lake));
    });
    const after = told(version, (...lake) => {
      preparation(field, ofTest(field, lake));
      setField(ofTest(field, lake), version, field, sampleOf(version, field));
    });
    expect(after).toEqual(before);
    expect(typeof after).toBe('string');
  });
});

/** The contract in which a field is tried: only silver refers to others and has standard forms. */
function ofTest(field: string, [bronze, silver]: readonly [Contract, Contract, Contract]): Contract {
  return /relationships|properties\[\]\.customProperties/.test(field) ? silver : bronze;
}

/** What must stand there for the field to be allowed. */
function preparation(field: string, bronze: Contract): void {
  const [table] = bronze.schema;
  const [column] = table?.properties ?? [];
  if (table === undefined || column === undefined) return;
  const rule = { metric: 'nullValues', mustBe: 0 };
  if (
    field.startsWith(`${COLUMN}quality[].customProperties`) ||
    field.startsWith('schema[].quality[].customProperties')
  ) {
    const custom = { id: 'c', type: 'custom', engine: 'sparkSql', implementation: 'v = v' };
    const quality = [{ ...custom, customProperties: [{ property: 'maximumRows', value: 1 }] }];
    Object.assign(field.startsWith(COLUMN) ? column : table, { quality });
  } else if (field.startsWith(`${COLUMN}quality[]`)) column.quality = [rule];
  else if (field.startsWith('schema[].quality[]'))
    Object.assign(table, { quality: [{ metric: 'rowCount', mustBe: 0 }] });
  else if (field.startsWith(`${COLUMN}relationships[]`)) {
    column.relationships = [
      {
        to: '../silver/u.odcs.yaml#schema/u/properties/id',
        customProperties: [{ property: 'orphans', value: 'hold' }],
      },
    ];
  } else if (field.startsWith(`${COLUMN}enum[]`)) column.enum = [{ value: 'a' }];
  else if (field.startsWith(`${COLUMN}customProperties`))
    column.customProperties = [{ property: 'standardise', value: ['trim'] }];
  else if (field.endsWith('timezone')) Object.assign(column, { logicalType: 'timestamp', physicalType: 'timestamp' });
  else if (field.startsWith('slaProperties[]')) bronze.slaProperties = [{ property: 'latency', value: 2, unit: 'h' }];
  else if (field.startsWith('team[]')) bronze.team = [{ username: 'u' }];
}

describe('a field that is rejected', () => {
  it.each(treated('rejected'))('is told, with a line and a remedy: $field', ({ field, versions }) => {
    const version = newest(versions);
    const findings = told(version, (bronze) => {
      const [column] = bronze.schema[0]?.properties ?? [];
      if (column !== undefined && field.includes('logicalTypeOptions')) column.logicalType = logicalFor(field);
      preparation(field, bronze);
      setField(bronze, version, field, OTHER[field] ?? sampleOf(version, field));
    });
    expect(Array.isArray(findings) ? findings.length : findings).toBeGreaterThan(0);
    for (const { line, remedy } of findings as readonly Finding[]) {
      expect(line).toBeGreaterThan(0);
      expect(remedy).toMatch(/^[A-Z]/);
    }
  });

  it('stays accepted with a value that says what holds anyway', () => {
    expect(typeof told('3.2', (bronze) => Object.assign(bronze.schema[0] ?? {}, { physicalType: 'table' }))).toBe(
      'string',
    );
  });
});

/** Where the standard's first value says what holds anyway. */
const OTHER: Readonly<Record<string, unknown>> = {
  'schema[].physicalType': 'view',
  [`${COLUMN}semanticType`]: 'dimension',
};

function logicalFor(field: string): string {
  if (/Properties|required/.test(field)) return 'object';
  if (/Items/.test(field)) return 'array';
  return /imezone/.test(field) ? 'timestamp' : 'vector';
}

describe('a field that is implemented', () => {
  const paths = treated('implemented').map(({ field }) => field);

  it.each(Object.entries(OF_COLUMN))('of a column changes what the jobs are told: %s', (field, change) => {
    const { value, type = 'string', logical = 'string', also = {}, layer = 'bronze' } = change;
    const prepared = (lake: readonly Contract[]) => {
      const column = lake[layer === 'bronze' ? 0 : 1]?.schema[0]?.properties[0];
      Object.assign(column ?? {}, { logicalType: logical, physicalType: type, ...also });
      if (field === 'partitionKeyPosition') lake[0]?.schema[0]?.properties.push(partitioned());
      if (field === 'primaryKeyPosition')
        Object.assign(lake[0]?.schema[0]?.properties[1] ?? {}, { primaryKeyPosition: 2 });
      return column ?? {};
    };
    const without = told('3.2', (...lake) => {
      const column = prepared(lake);
      if (field === 'physicalType') Object.assign(column, { logicalType: 'string' });
    });
    const after = told('3.2', (...lake) => {
      const column = prepared(lake);
      setField({ schema: [{ properties: [column] }] }, '3.2', `${COLUMN}${field}`, value);
      if (field === 'name')
        for (const silver of lake.slice(1))
          Object.assign(silver.schema[0]?.properties[0] ?? {}, { transformLogic: 'renamed' });
    });
    expect([typeof without, typeof after, after]).toEqual(['string', 'string', expect.any(String)]);
    expect(after).not.toBe(without);
  });

  it.each(Object.entries(OF_RULE))('of a rule changes what the jobs are told: %s', (field, [without, after]) => {
    const version = field === 'rule' ? '3.0' : '3.2';
    const of = (quality: object) =>
      told(version, (bronze) => Object.assign(bronze.schema[0]?.properties[0] ?? {}, quality));
    expect([typeof of(without), typeof of(after), of(after)]).toEqual(['string', 'string', expect.any(String)]);
    expect(of(after)).not.toBe(of(without));
  });

  it.each<[string, (bronze: Contract) => void]>([
    ['version', (bronze) => Object.assign(bronze, { version: '2.0.0' })],
    ['description', (bronze) => Object.assign(bronze, { description: { purpose: 'p' } })],
    ['description.purpose', (bronze) => Object.assign(bronze, { description: { purpose: 'p' } })],
    ['schema[].name', (bronze) => Object.assign(bronze.schema[0] ?? {}, { description: 'p' })],
    ['schema[].description', (bronze) => Object.assign(bronze.schema[0] ?? {}, { description: 'p' })],
    [
      'schema[].dataGranularityDescription',
      (bronze) => Object.assign(bronze.schema[0] ?? {}, { dataGranularityDescription: 'g' }),
    ],
    [
      'schema[].quality',
      (bronze) => Object.assign(bronze.schema[0] ?? {}, { quality: [{ metric: 'rowCount', mustBe: 1 }] }),
    ],
    [
      'schema[].customProperties',
      (bronze) => bronze.schema[0]?.customProperties.push({ property: 'drift', value: 'freeze' }),
    ],
    [
      'slaProperties',
      (bronze) => Object.assign(bronze, { slaProperties: [{ property: 'retention', value: 2, unit: 'y' }] }),
    ],
  ])('of a contract changes what the jobs are told: %s', (_, change) => {
    const after = told('3.2', change);
    expect(typeof after).toBe('string');
    expect(after).not.toBe(told('3.2', () => undefined));
  });

  it.each([
    ['apiVersion', { apiVersion: 'v2.2.2' }, /apiVersion is 'v2.2.2'/],
    ['kind', { kind: 'Contract' }, /'kind' is "Contract"/],
    [
      'slaProperties[].property',
      { slaProperties: [{ property: 'frequency', value: 1, unit: 'd' }] },
      /'frequency' has no effect/,
    ],
    ['slaProperties[].unit', { slaProperties: [{ property: 'latency', value: 1, unit: 'y' }] }, /latency is '1 y'/],
    [
      'slaProperties[].element',
      { slaProperties: [{ property: 'retention', value: 1, unit: 'y', element: 't.v' }] },
      /'v', which is string/,
    ],
    [
      'schema[].physicalName',
      { schema: [{ ...contract('3.2', 'bronze').schema[0], physicalName: 'x.y' }] },
      /physicalName of bronze.t is 'x.y'/,
    ],
    ['schema', { schema: [] }, /declares 0 tables/],
    [
      'schema[].logicalType',
      { schema: [{ ...contract('3.2', 'bronze').schema[0], logicalType: 'array' }] },
      /'schema.0.logicalType' is "array"/,
    ],
  ])('of a contract is rejected with a value that it cannot have: %s', (_, change, expected) => {
    const findings = told('3.2', (bronze) => Object.assign(bronze, change)) as readonly Finding[];
    expect(findings.map(({ message }) => message).join('\n')).toMatch(expected);
  });

  it('is covered by a case above', () => {
    const rules = Object.keys(OF_RULE).flatMap((field) => [
      `schema[].quality[].${field}`,
      `${COLUMN}quality[].${field}`,
    ]);
    const covered = new Set([...Object.keys(OF_COLUMN).map((field) => COLUMN + field), ...rules, ...OF_CONTRACT]);
    // A property of a custom property is one mechanism, at the table, at columns, rules and relationships.
    expect(
      paths.filter((field) => !covered.has(field) && !/customProperties(\[\][.](property|value|vendor))?$/.test(field)),
    ).toEqual([]);
  });
});

const OF_CONTRACT = [
  ...['apiVersion', 'kind', 'version', 'description', 'description.purpose', 'schema', 'slaProperties'],
  ...['slaProperties[].property', 'slaProperties[].value', 'slaProperties[].unit', 'slaProperties[].element'],
  ...['schema[].name', 'schema[].description', 'schema[].dataGranularityDescription', 'schema[].quality'],
  ...['schema[].properties', 'schema[].physicalName', 'schema[].logicalType', `${COLUMN}logicalType`],
  // The owner is read by the constructs, from the contract itself.
  ...['team', 'team.name'],
];

function partitioned(): Record<string, unknown> {
  return { name: 'p', logicalType: 'string', physicalType: 'string', partitioned: true, partitionKeyPosition: 1 };
}
