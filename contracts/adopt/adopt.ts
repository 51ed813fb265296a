/** Drafts of bronze tables from an ODCS file that was written for another platform. */
import { Document } from 'yaml';
import { isJsonObject, type Json, type JsonObject } from '../../shared/json';
import type { Finding } from '../findings';
import { treatmentOf } from '../fields/treatments';
import type { FileFormat } from '../source';
import { columnsOf, type Loss } from './columns';
import { type ForeignTable, listOf, readForeign, snakeCase, textOf } from './foreign';
import { settle } from './settle';

export interface AdoptOptions {
  /** Name of the delivering system. @default - the domain of the contract, or `foreign` */
  readonly system?: string;
  /** What is delivered. @default - what `servers` say, or `parquet` */
  readonly format?: FileFormat;
}

export interface AdoptedTable {
  /** Path below the folder of contracts. */
  readonly file: string;
  readonly table: string;
  readonly text: string;
  /** What a person has to decide before the draft is valid, with lines of the draft. */
  readonly open: readonly Finding[];
}

export interface Adoption {
  readonly tables: readonly AdoptedTable[];
  /** What the drafts do not say any more. */
  readonly losses: readonly Loss[];
}

/** Fields of the contract that a draft writes itself, or takes over below. */
const WRITTEN = new Set([
  ...['apiVersion', 'kind', 'id', 'name', 'version', 'status', 'domain', 'description', 'schema', 'dataset'],
  ...['slaProperties', 'customProperties', 'team', 'servers'],
]);
const OF_TABLE = new Set(['name', 'physicalName', 'physicalType', 'logicalType', 'properties', 'columns', 'table']);

/** @throws UserError where the file cannot be read, or has no table */
export function adoptContract(file: string, text: string, options: AdoptOptions = {}): Adoption {
  const { content, tables } = readForeign(text, file);
  const losses: Loss[] = [];
  const contract = fieldsOf(content, '', '', WRITTEN, losses);
  const system = snakeCase(options.system ?? (textOf(content.domain) || 'foreign'));
  const format = options.format ?? formatOf(content) ?? 'parquet';
  if (content.servers !== undefined) {
    const what = `'servers' say where the data lies; the drafts read ${format} files that are delivered`;
    losses.push({ at: 'servers', what, remedy: 'Declare the source of each draft' });
  }
  const made = tables.map((table) => {
    const name = tableName(table, losses);
    const path = `bronze/${name}.odcs.yaml`;
    const draft = draftOf(table, name, { contract, content, system, format }, losses);
    return { file: path, table: `bronze.${name}`, ...settle(path, draft, losses) };
  });
  return { tables: made, losses };
}

function tableName({ table, path }: ForeignTable, losses: Loss[]): string {
  const given = textOf(table.name) || textOf(table.physicalName);
  const name = snakeCase(given === '' ? 'table' : (given.split('.').at(-1) ?? given));
  if (name !== given)
    losses.push({ at: `${path}.name`, what: `'${given}' is called ${name}`, remedy: 'Check the name' });
  return name;
}

interface Around {
  readonly contract: JsonObject;
  readonly content: JsonObject;
  readonly system: string;
  readonly format: FileFormat;
}

function draftOf(foreign: ForeignTable, name: string, around: Around, losses: Loss[]): string {
  const { contract, content, system, format } = around;
  const { table, path } = foreign;
  const columns = columnsOf(foreign.columns, path, losses, path.startsWith('dataset') ? 'columns' : 'properties');
  const purpose = isJsonObject(content.description) ? textOf(content.description.purpose) : textOf(content.description);
  const levels = levelsOf(content, table, columns);
  const owner = isJsonObject(content.team) ? textOf(content.team.name) : '';
  const document = new Document({
    apiVersion: 'v3.2.0',
    kind: 'DataContract',
    id: `urn:medallion:${system}:bronze.${name}`,
    name: `bronze.${name}`,
    version: /^\d+\.\d+\.\d+$/.test(textOf(content.version)) ? textOf(content.version) : '1.0.0',
    status: 'draft',
    domain: system,
    description: { purpose: purpose || textOf(table.description) || `What ${system} delivers as ${name}.` },
    team: { name: owner || 'unknown' },
    ...contract,
    ...(levels.length === 0 ? {} : { slaProperties: levels }),
    schema: [
      {
        name,
        ...fieldsOf(table, path, 'schema[].', OF_TABLE, losses),
        customProperties: [
          { property: 'layer', value: 'bronze' },
          { property: 'source', value: { system, format, path: `${system}/${name}` } },
        ],
        properties: columns,
      },
    ],
  });
  return document.toString({ lineWidth: 120 });
}

/** The service levels of a table; one that names an element is of the table that the element stands in. */
function levelsOf({ slaProperties }: JsonObject, table: JsonObject, columns: readonly JsonObject[]): JsonObject[] {
  const tables = [table.name, table.physicalName].map((name) => textOf(name).split('.').at(-1)?.toLowerCase());
  return listOf(slaProperties).flatMap((level) => {
    if (!isJsonObject(level)) return [];
    const element = textOf(level.element);
    if (element === '') return [level];
    const [column = '', of] = element.split('.').reverse();
    if (of !== undefined && !tables.includes(of.toLowerCase())) return [];
    const found = columns.find(({ name, physicalName }) => [name, physicalName].includes(column));
    return [{ ...level, element: found === undefined ? element : textOf(found.name) }];
  });
}

/** What of an object the standard knows and a job, or a person, reads. */
function fieldsOf(
  from: JsonObject,
  path: string,
  field: string,
  written: ReadonlySet<string>,
  losses: Loss[],
): JsonObject {
  const kept: Record<string, Json> = {};
  for (const [word, value] of Object.entries(from)) {
    if (written.has(word)) continue;
    const treatment = word === 'customProperties' ? undefined : treatmentOf(`${field}${word}`);
    if (treatment?.kind === 'implemented' || treatment?.kind === 'documentation') kept[word] = value;
    else {
      const why = treatment === undefined ? 'no word of the standard here' : treatment.why;
      const at = path === '' ? word : `${path}.${word}`;
      losses.push({ at, what: `'${word}': ${why}`, remedy: treatment?.remedy ?? 'Leave it out' });
    }
  }
  return kept;
}

const FORMATS: Readonly<Record<string, FileFormat>> = {
  csv: 'csv',
  json: 'json',
  jsonl: 'jsonl',
  ndjson: 'jsonl',
  avro: 'avro',
  xml: 'xml',
  parquet: 'parquet',
};

function formatOf({ servers }: JsonObject): FileFormat | undefined {
  const said = listOf(servers).map((server) => (isJsonObject(server) ? textOf(server.format).toLowerCase() : ''));
  return said.map((format) => FORMATS[format]).find((format) => format !== undefined);
}
