/**
 * What a table is, once its ODCS file has been read and understood.
 *
 * These types are the only view the rest of the system has of a contract: the constructs derive containers, lifecycle
 * and alerts from them, `compile.ts` derives the manifest the Spark jobs read.
 */

import type { QualityRule } from './rule';
import type { Source } from './source';

import type { CountryForm } from './standard-country';

export const LAYERS = ['bronze', 'silver', 'gold'] as const;
export type Layer = (typeof LAYERS)[number];

/** `<layer>.<table>`, unique in a lake. */
export type TableName = `${Layer}.${string}`;

/**
 * `append`: every accepted row stays. `scd1`: one row a key, the newest wins. `scd2`: every version of a key, with the
 * time it held. `refresh`: brought up to date from its inputs.
 */
export const HISTORIES = ['append', 'scd1', 'scd2', 'refresh'] as const;
export type History = (typeof HISTORIES)[number];

/**
 * What happens to a row with keys the contract does not know or values it cannot hold. `evolve`: the row is accepted, the
 * rest kept in `_rescued_data`. `freeze`: the batch is refused. `discard-row`: the row goes to quarantine.
 * `discard-value`: the row is accepted, the rest dropped. Each is told by an event in `system/drift`.
 */
export const DRIFT_MODES = ['evolve', 'freeze', 'discard-row', 'discard-value'] as const;
export type DriftMode = (typeof DRIFT_MODES)[number];

export const PII_CATEGORIES = [
  'name',
  'email',
  'phone',
  'street',
  'city',
  'birth-date',
  'iban',
  'card',
  'national-id',
  'passport',
  'ip-address',
  'mac-address',
  'coordinates',
  'plate',
  'credential',
] as const;
export type PiiCategory = (typeof PII_CATEGORIES)[number];

/** `token`: HMAC-SHA256 of the value under the lake's key, hexadecimal, 64 characters. The only protection so far. */
export const PROTECTIONS = ['token'] as const;
export type Protection = (typeof PROTECTIONS)[number];

export interface Pii {
  readonly category: PiiCategory;
  /** Required in silver and gold: a personal column leaves bronze only protected. */
  readonly protection?: Protection;
}

export const ROUNDINGS = ['half-up', 'half-even', 'down'] as const;
export type Rounding = (typeof ROUNDINGS)[number];

/** `null`: nothing. `saturate`: the least or greatest value of the type. */
export const ON_OVERFLOW = ['null', 'saturate'] as const;
export type OnOverflow = (typeof ON_OVERFLOW)[number];

export interface Column {
  readonly name: string;
  /** Spark SQL type, for example `decimal(10,2)`. */
  readonly type: string;
  readonly required: boolean;
  readonly description: string;
  /**
   * Spark SQL expression: in silver over the primary input's columns, in gold over the row's other columns.
   * @default - in silver the input column of the same name
   */
  readonly expression?: string;
  /** Steps to the standard form of the expression's value; silver only. A value that has none fails its row. */
  readonly standardise?: readonly StandardStep[];
  /** How two parts of a group are put together; gold only. */
  readonly measure?: Measure;
  readonly pii?: Pii;
  /** Why a column that looks personal is about nobody. */
  readonly notPersonal?: string;
  /**
   * The kind of person (`household`, `customer`, ...) whose row it is by this column's value: what somebody is forgotten by.
   */
  readonly subject?: string;
  /** What the column was called before: its values stay under the new name. @default - it was always called so */
  readonly renamedFrom?: string;
  /** How a number is brought to the places of its type; silver only. @default - a number with more fails its row */
  readonly rounding?: Rounding;
  /** What stands for a number beyond its type; silver only. @default - it fails its row */
  readonly onOverflow?: OnOverflow;
  /** Spark datetime pattern of the source text; bronze dates and timestamps only. @default - ISO 8601 */
  readonly format?: string;
  /**
   * Name of the field in the source: a header, a key, or keys joined by dots; bronze only.
   * @default - the column's name
   */
  readonly source?: string;
}

/**
 * `quarantine`: an orphan is set aside. `hold`: it waits until its parent arrives. `default-row`: it refers to a declared
 * row of the parent instead.
 */
export const ORPHAN_POLICIES = ['quarantine', 'hold', 'default-row'] as const;
export type OrphanPolicy = (typeof ORPHAN_POLICIES)[number];

/** Every non-null value of `column` exists in `references`; rows for which it does not are orphans. */
export interface ForeignKey {
  readonly column: string;
  readonly references: { readonly table: TableName; readonly column: string };
  readonly orphans: OrphanPolicy;
  /** Key of the row that orphans refer to; with `default-row`, and only then. */
  readonly defaultKey?: string | number;
}

export interface Layout {
  /** Columns, lowest cardinality first. Empty below about 1 GB a partition. */
  readonly partitionBy: readonly string[];
  readonly zOrderBy: readonly string[];
  readonly targetFileSizeMb: number;
}

/** Days after the last change of a file until it moves to a cooler online tier. Delta files are never archived. */
export interface Tiering {
  readonly coolAfterDays?: number;
  readonly coldAfterDays?: number;
}

/** `edit` names what is weakened: `<layer>.<table>.<column>.<setting>`, without a column for the table's own settings. */
export interface PrivacyReason {
  readonly edit: string;
  readonly reason: string;
}

/** `id` names the case for people and the ledger. */
export interface LegalHold {
  readonly id: string;
  readonly reason: string;
}

export interface TableContract {
  /** Path of the ODCS file, relative to the contracts folder, for messages. */
  readonly file: string;
  readonly name: TableName;
  readonly layer: Layer;
  readonly table: string;
  /** Semantic version of the contract. */
  readonly version: string;
  readonly description: string;
  /** What one row is. */
  readonly grain: string;
  readonly owner: string;
  readonly columns: readonly Column[];
  /** Columns that identify a row of the business. */
  readonly keys: readonly string[];
  /**
   * Columns that decide which of two rows of one key is newer, most significant first; silver only. With `scd2` the first
   * is the instant from which a version holds.
   */
  readonly orderBy: readonly string[];
  readonly history: History;
  /** Whether equal rows stay once; `append` only. */
  readonly deduplicate: boolean;
  /** Spark SQL condition over the primary input's columns: the row ends its key; `scd2` only. @default - no row does */
  readonly deleteWhen?: string;
  /** Bronze only. */
  readonly source?: Source;
  /** Tables read to build this one; the first is the primary input. Empty for bronze. */
  readonly inputs: readonly TableName[];
  /** SQL file below `pipelines/sql`, gold only. */
  readonly sql?: string;
  /** How changes of inputs reach rows, gold only. @default - the table is rebuilt when an input changes */
  readonly incremental?: Incremental;
  /**
   * Whether Delta's change feed is kept; silver only.
   * @default - where an incremental table of the lake follows it
   */
  readonly changeFeed?: boolean;
  /** True for a table so large that its Spark application works on nothing else. @default - it shares one, as the environment says */
  readonly runsAlone?: true;
  readonly rules: readonly QualityRule[];
  readonly foreignKeys: readonly ForeignKey[];
  readonly drift: DriftMode;
  /** Why edits that weaken the protection of persons are made, for the review that meets them. */
  readonly privacyReasons?: readonly PrivacyReason[];
  readonly layout: Layout;
  readonly tiering: Tiering;
  /** How long rows stay, in days. */
  readonly retentionDays: number;
  /** True where the contract does not say it: what is built from other tables keeps rows as long as they do. */
  readonly retentionFollows?: true;
  /** Date or timestamp that says how old a row is. @default - when the lake took it in, and what follows from that */
  readonly retentionBy?: string;
  /** Why nothing of the table, and of what it is built from, may be deleted. @default - none */
  readonly legalHolds?: readonly LegalHold[];
  /** Longest accepted age of the newest data, in hours. */
  readonly latencyHours: number;
}

/**
 * How values of two parts of a group become that of both: `sum` and `count` add up, `min` and `max` compare, `sketch`
 * (of `hll_sketch_agg`) unites.
 */
export const MEASURES = ['sum', 'count', 'min', 'max', 'sketch'] as const;

export type Measure = (typeof MEASURES)[number];

/** Either `grain` (grain column to Spark SQL over the input) or `lookup` (column of the primary input to column of this one). */
export interface Feed {
  readonly grain?: Readonly<Record<string, string>>;
  readonly lookup?: Readonly<Record<string, string>>;
}

export interface Incremental {
  /** Each so many increments are compared with a full recompute. */
  readonly verifyEvery: number;
  /** @default - each input that has all grain columns under their names */
  readonly inputs: Readonly<Record<string, Feed>>;
}

/** One step; each works on what the one before gives. */
export type StandardStep =
  | 'trim'
  | 'lower'
  | 'upper'
  | 'title'
  | 'email'
  | { readonly date: readonly string[] }
  | { readonly codes: Readonly<Record<string, string>> }
  | { readonly unit: Readonly<Record<string, number>> }
  | { readonly phone: string }
  | { readonly country: CountryForm };
