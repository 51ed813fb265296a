/**
 * The hand-over from contracts to Spark jobs: compiled contracts as plain JSON (`manifest.json` in a release).
 *
 * It holds nothing of an environment, so that one release serves dev, staging and prod unchanged; where a lake stands is
 * the {@link Binding}, which each environment adds at run time. Keys are camelCase; the Python package reads both files
 * and never a contract's YAML.
 */
import type { DriftMode, ForeignKey, History, Layer, LegalHold, Pii, TableName } from './contract';
import type { CompiledIncremental } from './incremental';
import type { Measure, OnOverflow, Rounding } from './contract';
import type { Dimension, Severity, TableRule, Tolerance } from './rule';
import type { Source } from './source';

export const MANIFEST_SCHEMA_VERSION = 1;

export interface Manifest {
  readonly schemaVersion: typeof MANIFEST_SCHEMA_VERSION;
  /** In dependency order: a table stands after everything it reads. */
  readonly tables: readonly ManifestTable[];
  /** Changes of contract that a person has accepted for tables that have rows. @default - none */
  readonly acceptedEvolutions?: readonly AcceptedEvolution[];
}

/** Written by `medallion contracts accept` into `contracts/evolutions.json`. */
export interface AcceptedEvolution {
  readonly table: TableName;
  /** Names the change from one shape of the table to another. */
  readonly code: string;
}

export interface ManifestTable {
  readonly name: TableName;
  readonly layer: Layer;
  readonly table: string;
  readonly version: string;
  /** SHA-256 over the compiled table (and its SQL text): changes exactly when the table's meaning changes. */
  readonly fingerprint: string;
  readonly description: string;
  readonly grain: string;
  readonly location: { readonly container: Layer; readonly path: string };
  readonly columns: readonly ManifestColumn[];
  /** Kind of person to the column that says whose row it is. */
  readonly subjects: Readonly<Record<string, string>>;
  readonly keys: readonly string[];
  readonly orderBy: readonly string[];
  readonly history: History;
  /** As declared, without what only Azure needs to know. */
  readonly source: Source | null;
  /** Whether a history `append` keeps equal rows once. */
  readonly deduplicate: boolean;
  /** Spark SQL condition over the primary input; null when no row ends its key. */
  readonly deleteWhen: string | null;
  /** First is the primary input. Tables named by foreign keys stand here too. */
  readonly inputs: readonly TableName[];
  /** Path below the release's `sql/` folder. */
  readonly sql: string | null;
  /** How a gold table follows its inputs; null when it is rebuilt whenever one changes. */
  readonly incremental: CompiledIncremental | null;
  /** Whether Delta's change feed is kept. */
  readonly changeFeed: boolean;
  readonly rowChecks: readonly ManifestRowCheck[];
  readonly tableChecks: readonly ManifestTableCheck[];
  readonly foreignKeys: readonly ManifestForeignKey[];
  readonly drift: DriftMode;
  readonly layout: {
    readonly partitionBy: readonly string[];
    readonly zOrderBy: readonly string[];
    readonly targetFileSizeMb: number;
  };
  readonly retentionDays: number;
  /** The column that says how old a row is. @default - bronze: when it was taken in; silver and gold: what follows */
  readonly retentionBy?: string;
  /** While there is one, no row of the table, and of what it is built from, is deleted. */
  readonly retentionHolds?: readonly LegalHold[];
  readonly latencyHours: number;
}

export interface ManifestColumn {
  readonly name: string;
  readonly type: string;
  readonly required: boolean;
  readonly description: string;
  /** Spark SQL expression over the primary input (silver) or over the row's other columns (gold, else from SQL). */
  readonly expression: string | null;
  /** Spark SQL over the column itself that gives its standard form, NULL where a value has none; silver only. */
  readonly standard: string | null;
  readonly pii: Pii | null;
  readonly format: string | null;
  /** Name of the field in the source where it is not the column's; bronze only. */
  readonly source: string | null;
  readonly measure: Measure | null;
  /** Name of the column in earlier versions of the contract. @default - the same */
  readonly renamedFrom?: string;
  /** What silver may do with a number that does not fit. @default - quarantine its row */
  readonly rounding?: Rounding;
  readonly onOverflow?: OnOverflow;
}

export interface ManifestForeignKey extends Omit<ForeignKey, 'defaultKey'> {
  readonly defaultKey: string | number | null;
}

/** Ids are unique in their table; a `required` column appears as `<column>.required`. A NULL result counts as passed. */
export interface ManifestRowCheck {
  readonly id: string;
  readonly description: string;
  readonly columns: readonly string[];
  readonly expression: string;
  readonly severity: Severity;
  readonly dimension: Dimension;
  /** Null: any number of rows may fail. */
  readonly tolerance: Tolerance | null;
}

/** A table rule as it stands in the contract. */
export type ManifestTableCheck = TableRule;

/** Where one environment's lake stands: written by the stacks' outputs for Azure and by the local target for a laptop. */
export interface Binding {
  readonly schemaVersion: typeof MANIFEST_SCHEMA_VERSION;
  readonly environment: string;
  /** Container name to URI without trailing slash: `file:///.../lake/bronze` or `abfss://bronze@account.dfs.core.windows.net`. */
  readonly containers: Readonly<Record<'landing' | 'bronze' | 'silver' | 'gold' | 'system', string>>;
  /** Where proof of erasures is kept, as a URI. @default - `evidence` below the container `system` */
  readonly evidence?: string;
  /** Where the key for tokens comes from; never the key itself. */
  readonly tokenKey: SecretReference;
  /** What the sources of contracts call, by the name they use. @default - none */
  readonly connections?: Readonly<Record<string, Connection>>;
}

/** Where a secret comes from; never the secret itself. */
export type SecretReference =
  | { readonly kind: 'file'; readonly path: string }
  | { readonly kind: 'keyVault'; readonly vault: string; readonly secret: string };

export interface Connection {
  /** `jdbc:...` of a database, `https://...` of an API, `host:port,...` of Kafka, a URI of a folder of Delta tables. */
  readonly url: string;
  /** @default - none: the connection needs no credentials */
  readonly user?: string;
  /** Password of the user; without a user the bearer token of an API. */
  readonly secret?: SecretReference;
  /** Options for Spark's reader as they are, for example `kafka.security.protocol`. Never a secret. */
  readonly options?: Readonly<Record<string, string>>;
}
