/** What one contract promises about another, and what a layer demands: everything a schema cannot say. */
import { checkChangeFeed } from './change-feed';
import type { Layer, TableContract, TableName } from './contract';
import { checkExpression, columnsOf, wordsOf } from './expression';
import { type Report } from './findings';
import { suggest } from '../shared/suggest';
import { upstreamOf } from './graph';
import { checkRetention } from './retention';
import { checkRules } from './rule-meaning';
import { checkSource } from './source-meaning';
import { checkStandards } from './standard';
import { checkForeignKeys, checkHistory } from './history-meaning';
import { INGESTION_COLUMNS } from './ingestion-columns';
import { checkIncremental } from './incremental';
import { checkPersonalMeaning } from './personal-meaning';
import { checkSubjects } from './subject';

/** Checks `contract` against the lake. `report` is called once a finding. */
export function checkMeaning(
  contract: TableContract,
  lake: ReadonlyMap<TableName, TableContract>,
  report: Report,
): void {
  checkNames(contract, report);
  checkKeysAndOrder(contract, report);
  checkRules(contract, lake, report);
  checkLayout(contract, report);
  checkLayerShape(contract, report);
  checkSource(contract, report);
  checkHistory(contract, lake, report);
  checkForeignKeys(contract, lake, report);
  checkIncremental(contract, lake, report);
  checkChangeFeed(contract, lake, report);
  checkStandards(contract, report);
  checkUpstream(contract, lake, report);
  checkPersonalColumns(contract, lake, report);
  checkPersonalMeaning(contract, lake, report);
  checkSubjects(contract, lake, report);
  checkRetention(contract, lake, report);
  const { coolAfterDays: cool, coldAfterDays: cold } = contract.tiering;
  if (cool !== undefined && cold !== undefined && cold <= cool) {
    report(
      'tiers-out-of-order',
      ['tiering'],
      `coldAfterDays ${cold} is not after coolAfterDays ${cool}`,
      'Give a larger coldAfterDays: data cools in the order hot, cool, cold',
    );
  }
}

function checkNames(contract: TableContract, report: Report): void {
  const expected = `${contract.layer}/${contract.table}.odcs.yaml`;
  if (contract.file !== expected)
    report(
      'file-name-mismatch',
      [contract.table],
      `table ${contract.name} stands in ${contract.file}`,
      `Name the file ${expected}`,
    );
  const seen = new Set<string>();
  for (const { name } of contract.columns) {
    if (!/^[a-z][a-z0-9_]*$/.test(name)) {
      report(
        'column-name-invalid',
        [name],
        `column '${name}' is not snake case`,
        'Use a-z, 0-9 and _, starting with a letter; _names are kept for metadata',
      );
    }
    if (seen.has(name)) report('duplicate-column', [name], `column '${name}' is declared twice`, 'Keep one of them');
    seen.add(name);
    checkRename(contract, name, report);
    checkAllowances(contract, name, report);
  }
  if (contract.columns.length === 0)
    report('columns-missing', ['properties'], `table ${contract.name} has no columns`, 'Declare them under properties');
}

function checkAllowances(contract: TableContract, name: string, report: Report): void {
  const column = contract.columns.find((one) => one.name === name);
  const declared = [column?.rounding && 'rounding', column?.onOverflow && 'onOverflow'].filter(Boolean).join(' and ');
  if (declared === '' || column === undefined) return;
  if (contract.layer !== 'silver') {
    const remedy = `Remove ${declared}: only silver brings values to other types`;
    report('allowance-without-effect', [name], `column '${name}' of a ${contract.layer} table has ${declared}`, remedy);
  } else if (!/^(tinyint|smallint|int|bigint|decimal[(])/.test(column.type)) {
    const remedy = `Remove ${declared}, or declare an integer or decimal type`;
    report('allowance-without-effect', [name], `column '${name}' of type ${column.type} has ${declared}`, remedy);
  }
}

function checkRename(contract: TableContract, name: string, report: Report): void {
  const before = contract.columns.find((column) => column.name === name)?.renamedFrom;
  if (before === undefined) return;
  if (contract.layer === 'gold') {
    const remedy = 'Remove renamedFrom: gold is made again from its SQL, whatever its columns are called';
    report('rename-without-effect', [name], `column '${name}' of a gold table has renamedFrom`, remedy);
  } else if (contract.columns.some((column) => column.name === before)) {
    const remedy = `Remove renamedFrom, or the column '${before}'`;
    report('rename-of-declared', [name], `column '${name}' is renamed from '${before}', which is declared too`, remedy);
  }
}

function checkKeysAndOrder(contract: TableContract, report: Report): void {
  const columns = new Map(contract.columns.map((column) => [column.name, column]));
  if (contract.keys.length === 0)
    report('key-missing', ['properties'], `table ${contract.name} has no key`, 'Mark a column with primaryKey: true');
  for (const key of contract.keys) {
    if (columns.get(key)?.required !== true)
      report('key-not-required', [key], `key column '${key}' is not required`, 'Add required: true');
  }
  const placed = [
    ...contract.orderBy.map((name) => ['orderBy', name] as const),
    ...contract.layout.partitionBy.map((name) => ['partitionBy', name] as const),
    ...contract.layout.zOrderBy.map((name) => ['zOrderBy', name] as const),
  ];
  for (const [place, name] of placed) {
    if (!columns.has(name))
      report(
        'unknown-column',
        [place],
        `${place} names the unknown column '${name}'`,
        suggest(name, [...columns.keys()]),
      );
  }
}

/** Types of which Delta keeps no minimum and maximum: ordering by them skips nothing. */
const WITHOUT_STATISTICS = ['boolean', 'binary'];
/** Types whose values are no folder names. */
const NO_FOLDERS = ['binary', 'float', 'double', 'timestamp'];

function checkLayout({ columns, layout, name: table }: TableContract, report: Report): void {
  const { partitionBy, zOrderBy } = layout;
  const typed = (names: readonly string[], types: readonly string[]) =>
    columns.filter(({ name, type }) => names.includes(name) && types.includes(type));
  for (const { name, type } of typed(partitionBy, NO_FOLDERS)) {
    const remedy = 'Partition by a text, an integer, a date or a boolean';
    report('partition-type', ['partitionBy', name], `partitionBy names '${name}', which is ${type}`, remedy);
  }
  for (const { name, type } of typed(zOrderBy, WITHOUT_STATISTICS)) {
    report(
      'order-type',
      ['zOrderBy'],
      `zOrderBy names '${name}', which is ${type}`,
      'Order by a column of another type',
    );
  }
  for (const name of zOrderBy.filter((column) => partitionBy.includes(column))) {
    report(
      'order-of-partition',
      ['zOrderBy'],
      `zOrderBy names the partition column '${name}'`,
      'Remove it from one of them',
    );
  }
  if (columns.length > 0 && columns.every(({ name }) => partitionBy.includes(name))) {
    report('partition-of-all', ['partitionBy'], `${table} is partitioned by all its columns`, 'Leave a column out');
  }
}

const HISTORIES_OF_LAYER: Readonly<Record<Layer, readonly string[]>> = {
  bronze: ['append'],
  silver: ['scd1', 'scd2', 'append'],
  gold: ['refresh'],
};

function checkLayerShape(contract: TableContract, report: Report): void {
  const { layer, source, inputs, sql } = contract;
  const allowed = HISTORIES_OF_LAYER[layer];
  if (!allowed.includes(contract.history)) {
    report(
      'history-of-wrong-layer',
      ['history'],
      `history of a ${layer} table is '${contract.history}'`,
      `Use one of: ${allowed.join(', ')}`,
    );
  }
  if ((layer === 'bronze') !== (source !== undefined)) {
    report(
      'source-of-wrong-layer',
      ['source', 'layer'],
      `a ${layer} table ${source ? 'has' : 'has no'} source`,
      'Name a source on a bronze table, and on no other',
    );
  }
  if ((layer === 'bronze') === inputs.length > 0) {
    report(
      'inputs-of-wrong-layer',
      ['inputs', 'layer'],
      `a ${layer} table has ${inputs.length} inputs`,
      'Name inputs on a silver or gold table, and on no other',
    );
  }
  if ((layer === 'gold') !== (sql !== undefined)) {
    report(
      'sql-of-wrong-layer',
      ['sql', 'layer'],
      `a ${layer} table ${sql ? 'has' : 'has no'} SQL file`,
      'Name sql: gold/<table>.sql on a gold table, and on no other',
    );
  }
  if (layer !== 'bronze' && contract.drift !== 'evolve') {
    report(
      'setting-of-wrong-layer',
      ['drift'],
      `drift mode '${contract.drift}' on a ${layer} table`,
      'Remove it: only bronze meets unknown data',
    );
  }
}

/** Layers a table of each layer may read. */
const READABLE: Readonly<Record<Layer, readonly Layer[]>> = {
  bronze: [],
  silver: ['bronze'],
  gold: ['silver', 'gold'],
};

function checkUpstream(contract: TableContract, lake: ReadonlyMap<TableName, TableContract>, report: Report): void {
  for (const name of upstreamOf(contract)) {
    if (!lake.has(name))
      report(
        'unknown-table',
        [name],
        `${contract.name} reads the unknown table '${name}'`,
        suggest(name, [...lake.keys()]),
      );
  }
  for (const input of contract.inputs) {
    const layer = lake.get(input)?.layer;
    if (layer !== undefined && !READABLE[contract.layer].includes(layer)) {
      const readable = READABLE[contract.layer].join(' and ');
      report(
        'input-of-wrong-layer',
        [input],
        `${contract.name} reads ${input}`,
        `Read ${readable} tables: a ${contract.layer} table takes no others`,
      );
    }
  }
  const input = lake.get(contract.inputs[0] ?? contract.name);
  if (contract.layer !== 'silver' || input === undefined) return;
  const available = new Set([...input.columns.map(({ name }) => name), ...INGESTION_COLUMNS]);
  for (const { name, expression } of contract.columns) {
    if (expression !== undefined)
      checkExpression(expression, `transformLogic of '${name}'`, [expression, name], report);
    for (const word of expression === undefined ? [name] : wordsOf(expression)) {
      if (!available.has(word)) {
        report(
          'unknown-column',
          [name],
          `column '${name}' reads '${word}', which ${input.name} does not have`,
          suggest(word, [...available]),
        );
      }
    }
  }
}

/** A personal column leaves bronze only protected, and no expression may smuggle it out under another name. */
function checkPersonalColumns(
  contract: TableContract,
  lake: ReadonlyMap<TableName, TableContract>,
  report: Report,
): void {
  if (contract.layer === 'bronze') return;
  const inputs = contract.inputs.map((name) => lake.get(name)).filter((table) => table !== undefined);
  const personal = new Set(
    inputs
      .flatMap(({ columns }) => columns.filter(({ pii }) => pii !== undefined && pii.protection === undefined))
      .map(({ name }) => name),
  );
  for (const { name, expression = name, pii } of contract.columns) {
    if (pii?.protection !== undefined) continue;
    const leaks = expression === name ? [...personal].filter((one) => one === name) : columnsOf(expression, personal);
    if (leaks.length > 0 || pii !== undefined) {
      const what = leaks.length > 0 ? `carries the personal column '${leaks.join("', '")}'` : 'is personal';
      report(
        'personal-data-unprotected',
        [name],
        `column '${name}' of ${contract.name} ${what} unprotected`,
        'Add the custom properties pii and protection: token',
      );
    }
  }
}
