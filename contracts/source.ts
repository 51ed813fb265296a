/** Where the rows of a bronze table come from. One kind a table; what each means to the jobs stands in docs/contracts.md. */

import type { CsvDialect } from './csv-dialect';

/**
 * `files`: dropped into `landing`. `database`: a table read by JDBC, slice by slice. `api`: responses fetched into
 * `landing`, then read as files. `changes`: the change feed of a Delta table of another lake. `kafka`: a topic, also of
 * Event Hubs through its Kafka endpoint.
 */
export const SOURCE_KINDS = ['files', 'database', 'api', 'changes', 'kafka'] as const;
export type SourceKind = (typeof SOURCE_KINDS)[number];

/** `jsonl`: one object a line. `json`: a document that is, or holds, an array of objects. */
export const FILE_FORMATS = ['jsonl', 'csv', 'json', 'parquet', 'avro', 'xml'] as const;
export type FileFormat = (typeof FILE_FORMATS)[number];

interface SourceBase {
  /** Name of the delivering system, for example `pos`. */
  readonly system: string;
}

/** What lies in the `landing` container before it is read. */
interface Landed {
  /** Folder below the `landing` container, searched recursively. */
  readonly path: string;
  /** Age in days at which a raw file goes to the archive tier. Raw files are not a Delta table, so this is safe. */
  readonly archiveAfterDays?: number;
  /** `json`: keys from the top of a document to its array, joined by dots. `xml`: name of the element that is a row. */
  readonly records?: string;
}

/** Files that a source system drops into the `landing` container. */
export interface FileSource extends SourceBase, Landed {
  readonly kind: 'files';
  readonly format: FileFormat;
  /** How the files are written; `csv` only. @default - RFC 4180 with a header, in UTF-8 */
  readonly csv?: CsvDialect;
  /** Patterns of paths below `path` in which `*` is any text, slashes too. @default - every file that is not hidden or unfinished */
  readonly include?: readonly string[];
  /** As `include`: what matches is no data. @default - none */
  readonly exclude?: readonly string[];
  /** Name of the file that says that a folder is complete: without it none of its files is taken. @default - none */
  readonly marker?: string;
  /** Columns whose values are in folder names, `day=2024-01-31/`. @default - none */
  readonly folderColumns?: readonly string[];
}

/** Sources that are called: `connection` names an entry of the binding, which has the address and the credentials. */
interface Connected extends SourceBase {
  readonly connection: string;
}

/** A slice (from, to] of `column` is promised before it is read. */
export interface Increment {
  /** `watermark`: a timestamp of the last change. `key`: a number that only grows. */
  readonly by: 'watermark' | 'key';
  readonly column: string;
  /**
   * Seconds before the database's own clock that a watermark slice ends at most: a transaction that is still open may
   * yet commit an earlier time. @default 60, longer than a transaction of an order system takes
   */
  readonly lagSeconds?: number;
}

export interface DatabaseSource extends Connected {
  readonly kind: 'database';
  /** `<schema>.<table>` of the database. */
  readonly table: string;
  readonly increment: Increment;
  /** Connections that read one slice side by side. @default 1 */
  readonly partitions?: number;
}

/** How an API gives the next page. Fields are keys from the top of the response, joined by dots. */
export type Paging =
  /** The `Link` header (RFC 8288), or the address in `field`. */
  | { readonly by: 'link'; readonly field?: string }
  | { readonly by: 'cursor'; readonly field: string; readonly parameter: string }
  /** Counts pages from `first` (default 1) until one is empty. */
  | { readonly by: 'page'; readonly parameter: string; readonly first?: number }
  /** Counts rows until a page is empty. */
  | { readonly by: 'offset'; readonly parameter: string };

export interface ApiSource extends Connected, Landed {
  readonly kind: 'api';
  readonly format: 'json' | 'jsonl';
  /** Path below the connection's address, for example `/v1/customers`. */
  readonly request: string;
  /** Query parameters that every request has. */
  readonly parameters?: Readonly<Record<string, string>>;
  readonly paging?: Paging;
  /** The greatest `field` of all rows fetched so far goes along as `parameter`. */
  readonly watermark?: { readonly parameter: string; readonly field: string };
  /** @default 5, what most public APIs allow a caller */
  readonly requestsPerSecond?: number;
}

export interface ChangeSource extends Connected {
  readonly kind: 'changes';
  /** Path of the Delta table below the connection's address. */
  readonly table: string;
  /** Declared column that says what happened to the row: `insert`, `update` or `delete`. */
  readonly operation: string;
}

export interface KafkaSource extends Connected {
  readonly kind: 'kafka';
  readonly topic: string;
  /** Every message is one JSON object. */
  readonly format: 'jsonl';
}

export type Source = FileSource | DatabaseSource | ApiSource | ChangeSource | KafkaSource;

/** The sources whose rows pass through the `landing` container as files. */
export function landed(source: Source | undefined): (Source & Landed) | undefined {
  return source?.kind === 'files' || source?.kind === 'api' ? source : undefined;
}
