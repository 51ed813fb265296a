import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { adoptContract } from '../../contracts/adopt/adopt';
import { snakeCase } from '../../contracts/adopt/foreign';
import { sparkType } from '../../contracts/adopt/types';
import { parseContracts } from '../../contracts/load';

const foreign = (name: string) => readFileSync(join(__dirname, 'foreign', name), 'utf8');

interface Draft {
  readonly slaProperties?: readonly { readonly property: string }[];
  readonly schema: readonly [
    { readonly properties: readonly { name: string; physicalType: string; physicalName?: string }[] },
  ];
}

describe('a contract of several tables', () => {
  const { tables, losses } = adoptContract('orders.yaml', foreign('orders.yaml'));
  const [orders, items] = tables;
  const draft = parse(orders?.text ?? '') as Draft;

  it('becomes a draft for each, with the source that its servers hint at', () => {
    expect(tables.map(({ file }) => file)).toEqual(['bronze/orders.odcs.yaml', 'bronze/line_items.odcs.yaml']);
    expect(orders?.text).toContain('format: csv');
    expect(orders?.text).toContain('path: order_management/orders');
  });

  it('is valid where nobody has to decide anything', () => {
    expect(orders?.open).toEqual([]);
    const [contract] = parseContracts([{ file: orders?.file ?? '', text: orders?.text ?? '' }]);
    expect(contract?.keys).toEqual(['order_id']);
    expect(contract?.retentionDays).toBe(1095);
    expect(contract?.columns.find(({ name }) => name === 'customer_email')?.pii?.category).toBe('email');
  });

  it('says what only a person can decide, with the line of the draft', () => {
    expect(items?.open.map(({ code, line }) => [code, line > 0])).toEqual([['key-missing', true]]);
  });

  it('has flat columns of Spark types that remember the names of their source', () => {
    const columns = draft.schema[0].properties.map(({ name, physicalType, physicalName = '' }) => [
      name,
      physicalType,
      physicalName,
    ]);
    expect(columns).toEqual([
      ['order_id', 'string', 'ORDER_ID'],
      ['order_ts', 'timestamp', 'ORDER_TS'],
      ['total_amount', 'decimal(12,2)', 'Total Amount $'],
      ['customer_email', 'string', 'customerEmail'],
      ['tags', 'string', ''],
      ['shipping_address_city', 'string', 'Shipping Address.city'],
      ['shipping_address_zip_code', 'string', 'Shipping Address.zipCode'],
      ['shipping_address_geo_lat', 'decimal(38,10)', 'Shipping Address.geo.lat'],
      ['shipping_address_geo_lon', 'decimal(38,10)', 'Shipping Address.geo.lon'],
    ]);
  });

  it.each([
    [/^servers$/, /read csv files/],
    [/^roles/, /'roles'/],
    [/^slaDefaultElement/, /'slaDefaultElement'/],
    [/encryptedName$/, /columns are protected in place/],
    [/quality/, /a custom rule has no id/],
    [/slaProperties/, /frequency/],
    [/slaProperties/, /availability/],
    [/properties\[5\]$/, /struct 'Shipping Address' became a column for each field/],
    [/properties\[4\]$/, /'tags' keeps its JSON text/],
    [/relationships/, /./],
    [/geo|properties\[0\]$/, /a number without digits became decimal/],
  ])('lists what was lost at %s', (at, what) => {
    const found = losses.filter((loss) => at.test(loss.at) && what.test(loss.what));
    expect(found.length).toBeGreaterThan(0);
    for (const { remedy } of found) expect(remedy).toMatch(/^[A-Z]/);
  });
});

describe('a contract of version 2', () => {
  it('is read by its own words', () => {
    const { tables } = adoptContract('payments-v2.yaml', foreign('payments-v2.yaml'), {
      system: 'payments',
      format: 'avro',
    });
    const [table] = tables;
    expect(table?.open).toEqual([]);
    const [contract] = parseContracts([{ file: table?.file ?? '', text: table?.text ?? '' }]);
    expect(contract).toMatchObject({
      name: 'bronze.tbl',
      keys: ['rcvr_id'],
      source: { format: 'avro', path: 'payments/tbl' },
    });
  });
});

describe('what cannot be adopted', () => {
  it.each([
    ['schema: [', 'contract-unreadable'],
    ['openapi: 3.0.0', 'contract-without-tables'],
    ['[]', 'contract-without-tables'],
    ['', 'contract-without-tables'],
  ])('%s', (text, code) => {
    expect(() => adoptContract('x.yaml', text)).toThrow(expect.objectContaining({ code }) as Error);
  });
});

describe('names and types of others', () => {
  it.each([
    ['Total Amount $', 'total_amount'],
    ['stationId', 'station_id'],
    ['Größe (cm)', 'gro_e_cm'],
    ['2nd Name', 'c_2nd_name'],
    ['name.common', 'name_common'],
  ])('%s is %s', (name, expected) => {
    expect(snakeCase(name)).toBe(expected);
  });

  it.each([
    ['VARCHAR(20)', undefined, 'string'],
    ['number(38,0)', undefined, 'decimal(38,0)'],
    ['NUMERIC', undefined, 'decimal(38,10)'],
    ['timestamp without time zone', undefined, 'timestamp'],
    ['Int64', undefined, 'bigint'],
    ['float64', undefined, 'double'],
    ['STRUCT<a INT>', 'object', 'string'],
    ['weird', 'integer', 'bigint'],
    [undefined, 'number', 'decimal(38,10)'],
    [undefined, 'time', 'string'],
  ])('%s, %s is %s', (physical, logical, type) => {
    expect(sparkType(physical, logical)?.type).toBe(type);
  });

  it('is nothing where nothing says a type', () => {
    expect(sparkType('weird', undefined)).toBeUndefined();
  });
});
