/**
 * The customProperties Medallion adds where ODCS has no word, as JSON Schemas: one table-level list, one column-level.
 * `docs/contracts.md` explains each; nothing else is accepted, so that a typo is an error and not a silent default.
 */
import { INCREMENTAL_SCHEMA } from './incremental';
import { MEASURES, ON_OVERFLOW, ROUNDINGS } from './contract';
import { SOURCE_SCHEMA } from './source-vocabulary';
import { STANDARD_SCHEMA } from './standard';
import { DRIFT_MODES, HISTORIES, LAYERS, ORPHAN_POLICIES, PII_CATEGORIES, PROTECTIONS } from './contract';

const tableName = { type: 'string', pattern: `^(${LAYERS.join('|')})[.][a-z][a-z0-9_]*$` };
const columnNames = { type: 'array', items: { type: 'string' }, uniqueItems: true };
/** Shorter ones say "ok" or "later" and cannot be judged by the next reader. */
const reason = { type: 'string', minLength: 10, pattern: '\\S.*\\s.*\\S' };
const days = { type: 'integer', minimum: 1, maximum: 99999 };

export const TABLE_VOCABULARY: Readonly<Record<string, object>> = {
  layer: { enum: LAYERS },
  source: SOURCE_SCHEMA,
  inputs: { type: 'array', items: tableName, minItems: 1, uniqueItems: true },
  sql: { type: 'string', pattern: '^[a-z0-9_/]+[.]sql$' },
  history: { enum: HISTORIES },
  incremental: INCREMENTAL_SCHEMA,
  changeFeed: { type: 'boolean' },
  run: { enum: ['alone'] },
  deduplicate: { type: 'boolean' },
  deleteWhen: { type: 'string', minLength: 1 },
  orderBy: columnNames,
  drift: { enum: DRIFT_MODES },
  legalHold: {
    type: 'array',
    minItems: 1,
    items: {
      type: 'object',
      additionalProperties: false,
      required: ['id', 'reason'],
      properties: { id: { type: 'string', pattern: '^[A-Za-z0-9][A-Za-z0-9._-]*$' }, reason },
    },
  },
  privacyReasons: {
    type: 'array',
    minItems: 1,
    items: {
      type: 'object',
      additionalProperties: false,
      required: ['edit', 'reason'],
      properties: { edit: { type: 'string', pattern: `^(${LAYERS.join('|')})[.][a-z][A-Za-z0-9_.]*$` }, reason },
    },
  },
  layout: {
    type: 'object',
    additionalProperties: false,
    properties: {
      partitionBy: columnNames,
      zOrderBy: columnNames,
      targetFileSizeMb: { type: 'integer', minimum: 16, maximum: 1024 },
    },
  },
  tiering: {
    type: 'object',
    additionalProperties: false,
    minProperties: 1,
    properties: { coolAfterDays: days, coldAfterDays: days },
  },
};

/** Of a relationship. */
export const RELATIONSHIP_VOCABULARY: Readonly<Record<string, object>> = {
  orphans: { enum: ORPHAN_POLICIES },
  defaultKey: { type: ['string', 'integer'] },
};

export const COLUMN_VOCABULARY: Readonly<Record<string, object>> = {
  pii: { enum: PII_CATEGORIES },
  notPersonal: reason,
  protection: { enum: PROTECTIONS },
  subject: { type: 'string', pattern: '^[a-z][a-z0-9-]*$' },
  measure: { enum: MEASURES },
  standardise: STANDARD_SCHEMA,
  rounding: { enum: ROUNDINGS },
  onOverflow: { enum: ON_OVERFLOW },
  renamedFrom: { type: 'string', pattern: '^[a-z][a-z0-9_]*$' },
};

/** What each metric of the standard reads from `arguments`. */
export const RULE_ARGUMENTS: Readonly<Record<string, readonly string[]>> = {
  invalidValues: ['validValues', 'pattern'],
  missingValues: ['missingValues'],
  duplicateValues: ['properties'],
};

/** Of a custom quality rule that judges rows: more failing rows in one step than this fail the table. */
export const RULE_VOCABULARY: Readonly<Record<string, object>> = {
  maximumPercent: { type: 'number', minimum: 0, maximum: 100 },
  maximumRows: { type: 'integer', minimum: 0 },
};

const percent = { type: 'number', minimum: 0 };

/** `implementation` of a custom quality rule whose engine is `medallion`. */
export const RULE_IMPLEMENTATIONS: object = {
  type: 'object',
  required: ['check'],
  properties: { check: { enum: ['volume', 'drift'] } },
  if: { properties: { check: { const: 'volume' } } },
  then: {
    additionalProperties: false,
    required: ['lastRuns', 'minimumPercent', 'maximumPercent'],
    properties: {
      check: {},
      lastRuns: { type: 'integer', minimum: 3, maximum: 100 },
      minimumPercent: percent,
      maximumPercent: percent,
    },
  },
  else: {
    additionalProperties: false,
    required: ['below'],
    properties: {
      check: {},
      below: { type: 'number', exclusiveMinimum: 0 },
      bins: { type: 'integer', minimum: 2, maximum: 50 },
    },
  },
};
