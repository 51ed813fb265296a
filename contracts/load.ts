import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import type { TableContract, TableName } from './contract';
import { ContractDocument } from './document';
import { UserError } from '../shared/errors';
import { ContractError, type Finding } from './findings';
import { refuseFields } from './fields/refuse';
import { tableGraph } from './graph';
import { checkMeaning } from './meaning';
import { checkShape } from './shape';
import { readTable } from './read-table';
import { withRetention } from './retention';

const SUFFIX = '.odcs.yaml';

/**
 * Reads and validates every ODCS file below `directory`, shape and meaning.
 *
 * @returns one contract per table, sorted by name
 * @throws ContractError with every finding (file, line, what, remedy) when a contract is wrong
 * @throws UserError when the folder is missing or holds no contract
 */
export function loadContracts(directory: string): readonly TableContract[] {
  const texts = listFiles(directory).map((file) => ({ file, text: readFileSync(join(directory, file), 'utf8') }));
  return parseContracts(texts);
}

/** As {@link loadContracts}, over texts; `file` is the path below the contracts folder. */
export function parseContracts(
  texts: readonly { readonly file: string; readonly text: string }[],
): readonly TableContract[] {
  const documents = texts.map(({ file, text }) => new ContractDocument(file, text));
  const tables = documents.flatMap((document) => {
    if (document.findings.length > 0 || !checkShape(document)) return [];
    refuseFields(document);
    const contract = readTable(document);
    return contract === undefined ? [] : [{ document, contract }];
  });
  // Meaning is judged over the lake as a whole. A table that could not be read is not blamed on those that read it.
  const unread = documents.filter((document) => !tables.some((table) => table.document === document)).map(tableOfFile);
  const lake = new Map<TableName, TableContract>(tables.map(({ contract }) => [contract.name, contract]));
  for (const { document, contract } of tables) {
    const text = texts.find(({ file }) => file === document.file)?.text ?? '';
    checkMeaning(contract, lake, (code, needles, message, remedy) => {
      const [, asked = ''] = /custom propert(?:y|ies) (\w+)/.exec(remedy) ?? [];
      if ([...needles, asked].some((name) => document.reported.has(name))) return;
      if (unread.some((name) => message.includes(`'${name}'`))) return;
      document.findings.push({ code, file: document.file, line: lineNaming(text, needles), message, remedy });
    });
  }
  const findings = documents.flatMap((document): readonly Finding[] => document.findings);
  if (findings.length > 0) throw new ContractError(findings);
  const contracts = tables
    .map(({ contract }) => withRetention(contract, lake))
    .sort((one, other) => (one.name < other.name ? -1 : 1));
  tableGraph(contracts);
  return contracts;
}

function tableOfFile({ file }: ContractDocument): string {
  return file.slice(0, -SUFFIX.length).replace('/', '.');
}

function listFiles(directory: string): string[] {
  if (!statSync(directory, { throwIfNoEntry: false })?.isDirectory()) {
    throw new UserError(
      'contracts-not-found',
      `the contracts folder '${directory}' does not exist`,
      'Give the folder that holds the *.odcs.yaml files.',
    );
  }
  const files = readdirSync(directory, { recursive: true, encoding: 'utf8' })
    .map((file) => relative('', file).split(sep).join('/'))
    .filter((file) => file.endsWith(SUFFIX))
    .sort();
  if (files.length === 0) {
    throw new UserError(
      'contracts-not-found',
      `the contracts folder '${directory}' holds no ${SUFFIX} file`,
      'Add one contract per table.',
    );
  }
  return files;
}

/** First line that says what a finding is about: the most telling needle that occurs wins. */
function lineNaming(text: string, needles: readonly string[]): number {
  const lines = text.split('\n');
  for (const needle of needles) {
    const exact = lines.findIndex((line) =>
      new RegExp(`(name|property|id):\\s*['"]?${escape(needle)}['"]?\\s*$`).test(line),
    );
    const found = exact >= 0 ? exact : lines.findIndex((line) => line.includes(needle));
    if (found >= 0) return found + 1;
  }
  return 1;
}

function escape(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
