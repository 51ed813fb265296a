import type { Measure, Feed, Incremental } from './contract';
/** How a gold table follows its inputs: the vocabulary, what is derived from it, and what it asks of a contract. */
import type { TableContract, TableName } from './contract';
import { checkExpression, wordsOf } from './expression';
import { type Report } from './findings';
import { suggest } from '../shared/suggest';

/** One recompute in twenty costs a twentieth of rebuilding every time, and a wrong declaration shows within a day of hourly runs. */
const DEFAULT_VERIFY_EVERY = 20;

const expressions = { type: 'object', minProperties: 1, additionalProperties: { type: 'string', minLength: 1 } };
export const INCREMENTAL_SCHEMA = {
  type: 'object',
  additionalProperties: false,
  properties: {
    verifyEvery: { type: 'integer', minimum: 1, maximum: 1000 },
    inputs: {
      type: 'object',
      additionalProperties: {
        type: 'object',
        additionalProperties: false,
        minProperties: 1,
        maxProperties: 1,
        properties: { grain: expressions, lookup: expressions },
      },
    },
  },
};

export function readIncremental(declared: Partial<Incremental>): Incremental {
  return { verifyEvery: declared.verifyEvery ?? DEFAULT_VERIFY_EVERY, inputs: declared.inputs ?? {} };
}

export interface CompiledIncremental {
  readonly verifyEvery: number;
  readonly inputs: Readonly<Record<string, Required<Feed>>>;
}

/** With the feeds that go without saying. */
export function compileIncremental(
  contract: TableContract,
  lake: ReadonlyMap<TableName, TableContract>,
): CompiledIncremental | null {
  if (contract.incremental === undefined) return null;
  const { verifyEvery, inputs } = contract.incremental;
  const feeds = contract.inputs.flatMap((name): [string, Required<Feed>][] => {
    const declared = inputs[name];
    if (declared !== undefined) return [[name, { grain: declared.grain ?? {}, lookup: declared.lookup ?? {} }]];
    const columns = new Set(lake.get(name)?.columns.map((column) => column.name));
    if (!contract.keys.every((key) => columns.has(key))) return [];
    return [[name, { grain: Object.fromEntries(contract.keys.map((key) => [key, key])), lookup: {} }]];
  });
  return { verifyEvery, inputs: Object.fromEntries(feeds) };
}

const TYPES: Readonly<Record<Measure, RegExp>> = {
  sum: /^(int|bigint|decimal)/,
  count: /^bigint$/,
  min: /^(?!binary)/,
  max: /^(?!binary)/,
  sketch: /^binary$/,
};
const WANTED: Readonly<Record<Measure, string>> = {
  sum: 'int, bigint or decimal: floating-point sums depend on their order',
  count: 'bigint',
  min: 'a type with an order',
  max: 'a type with an order',
  sketch: 'binary, as hll_sketch_agg gives it',
};

export function checkIncremental(
  contract: TableContract,
  lake: ReadonlyMap<TableName, TableContract>,
  report: Report,
): void {
  checkMeasures(contract, report);
  const { incremental } = contract;
  if (incremental === undefined) return;
  if (contract.layer !== 'gold') {
    report(
      'setting-of-wrong-layer',
      ['incremental'],
      `incremental on a ${contract.layer} table`,
      'Remove it: only gold tables aggregate by increments',
    );
    return;
  }
  const columns = (name: string) => new Set(lake.get(name as TableName)?.columns.map((column) => column.name));
  for (const [name, { grain, lookup }] of Object.entries(incremental.inputs)) {
    if (!contract.inputs.some((input) => input === name)) {
      report(
        'unknown-input',
        [name, 'incremental'],
        `incremental names '${name}', which is no input`,
        suggest(name, contract.inputs),
      );
      continue;
    }
    if (grain !== undefined) checkGrain(contract, name, grain, columns(name), report);
    if (lookup !== undefined) checkLookup(contract, name, lookup, columns, report);
  }
  const feeds = compileIncremental(contract, lake)?.inputs ?? {};
  const [primary = ''] = contract.inputs;
  if (Object.keys(feeds[primary]?.grain ?? {}).length === 0) {
    const message = `incremental does not say what the grain is in ${primary}`;
    report(
      'grain-missing',
      ['incremental'],
      message,
      `Add inputs: ${primary}: grain: with one entry for each of ${contract.keys.join(', ')}`,
    );
  }
}

function checkMeasures(contract: TableContract, report: Report): void {
  const names = new Set(contract.columns.map(({ name }) => name));
  for (const { name, type, measure, expression } of contract.columns) {
    if (contract.layer === 'gold' && expression !== undefined) {
      checkExpression(expression, `transformLogic of '${name}'`, [expression, name], report);
      for (const word of wordsOf(expression).filter((column) => !names.has(column) || column === name)) {
        report(
          'unknown-column',
          [name],
          `column '${name}' is computed from '${word}', which is no other column of ${contract.name}`,
          suggest(word, [...names]),
        );
      }
    }
    if (measure === undefined) continue;
    if (contract.incremental === undefined) {
      report(
        'measure-without-incremental',
        [name],
        `column '${name}' has a measure, and ${contract.name} no incremental`,
        'Add the custom property incremental to the table: {} is enough where inputs have the grain columns',
      );
    }
    if (contract.keys.includes(name)) {
      report(
        'measure-on-key',
        [name],
        `key column '${name}' has the measure '${measure}'`,
        'Remove the measure: a key is the grain that others are measured by',
      );
    }
    if (!TYPES[measure].test(type)) {
      report(
        'measure-of-wrong-type',
        [name],
        `column '${name}' of type ${type} has the measure '${measure}'`,
        `Declare ${WANTED[measure]}`,
      );
    }
  }
}

function checkGrain(
  contract: TableContract,
  input: string,
  grain: Readonly<Record<string, string>>,
  available: ReadonlySet<string>,
  report: Report,
): void {
  const missing = contract.keys.filter((key) => !(key in grain));
  const unknown = Object.keys(grain).filter((key) => !contract.keys.includes(key));
  if (missing.length > 0 || unknown.length > 0) {
    const message = `the grain of ${contract.name} in ${input} is given as ${Object.keys(grain).join(', ')}`;
    report(
      'grain-incomplete',
      [input, 'incremental'],
      message,
      `Give each key column once: ${contract.keys.join(', ')}`,
    );
  }
  for (const [key, expression] of Object.entries(grain)) {
    checkExpression(expression, `the grain of '${key}' in ${input}`, [expression, 'incremental'], report);
  }
  for (const word of Object.values(grain).flatMap((expression) => wordsOf(expression))) {
    if (!available.has(word)) {
      report(
        'unknown-column',
        [word, 'incremental'],
        `the grain reads '${word}', which ${input} does not have`,
        suggest(word, [...available]),
      );
    }
  }
}

function checkLookup(
  contract: TableContract,
  input: string,
  lookup: Readonly<Record<string, string>>,
  columns: (name: string) => ReadonlySet<string>,
  report: Report,
): void {
  const [primary = ''] = contract.inputs;
  if (input === primary) {
    report(
      'lookup-on-primary-input',
      ['incremental'],
      `${input} is the primary input and has a lookup`,
      'Give its grain; lookups are for what it is joined with',
    );
    return;
  }
  for (const [here, there] of Object.entries(lookup)) {
    for (const [column, table] of [
      [here, primary],
      [there, input],
    ] as const) {
      if (!columns(table).has(column)) {
        report(
          'unknown-column',
          [column, 'incremental'],
          `the lookup reads '${column}', which ${table} does not have`,
          suggest(column, [...columns(table)]),
        );
      }
    }
  }
}
