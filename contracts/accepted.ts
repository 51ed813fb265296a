/** `contracts/evolutions.json`: changes of contract that a person has accepted for tables that have rows. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { sync as writeFileAtomic } from 'write-file-atomic';
import { UserError } from '../shared/errors';
import { isJsonArray, isJsonObject, type Json } from '../shared/json';
import type { TableName } from './contract';
import type { AcceptedEvolution } from './manifest';

const FILE = join('contracts', 'evolutions.json');
const TABLE = /^(bronze|silver|gold)[.][a-z][a-z0-9_]*$/;
const CODE = /^[0-9a-f]{12}$/;

/** @throws UserError `evolutions-invalid` when the file is there and is not what `accept` writes */
export function readAccepted(repository: string): readonly AcceptedEvolution[] {
  const file = join(repository, FILE);
  if (!existsSync(file)) return [];
  const found = parse(readFileSync(file, 'utf8'));
  if (found !== undefined) return found;
  throw new UserError(
    'evolutions-invalid',
    `${FILE} is no list of objects with a table and a code of 12 hexadecimal digits`,
    'Restore the file from Git, and add to it with `npx medallion contracts accept <table> <code>`.',
  );
}

function parse(text: string): readonly AcceptedEvolution[] | undefined {
  let document: Json;
  try {
    document = JSON.parse(text) as Json;
  } catch {
    return undefined;
  }
  if (!isJsonArray(document)) return undefined;
  const entries = document.flatMap((entry) => (isJsonObject(entry) ? accepted(entry['table'], entry['code']) : []));
  return entries.length === document.length ? entries : undefined;
}

function accepted(table: Json | undefined, code: Json | undefined): AcceptedEvolution[] {
  return isTable(table) && typeof code === 'string' && CODE.test(code) ? [{ table, code }] : [];
}

function isTable(value: Json | undefined): value is TableName {
  return typeof value === 'string' && TABLE.test(value);
}

/**
 * Adds one; the same again changes nothing. Returns the file's path.
 *
 * @throws UserError `evolution-code-invalid` for what no run and no plan has printed
 */
export function accept(repository: string, table: string, code: string): string {
  const [entry] = accepted(table, code);
  if (entry === undefined) {
    throw new UserError(
      'evolution-code-invalid',
      `'${table} ${code}' names no change of a table`,
      'Give the table and the code as `npx medallion contracts plan` or the refused run prints them.',
    );
  }
  const known = readAccepted(repository);
  const isKnown = known.some((one) => one.table === entry.table && one.code === entry.code);
  const all = isKnown ? known : [...known, entry];
  const ordered = [...all].sort((one, other) => (one.table + one.code < other.table + other.code ? -1 : 1));
  writeFileAtomic(join(repository, FILE), `${JSON.stringify(ordered, null, 2)}\n`);
  return FILE;
}
