import { isJsonArray, isJsonObject, type Json, type JsonObject } from '../../../shared/json';
import type { TableName } from '../../../contracts/contract';
import { TABLE_STATUSES, type TableOutcome } from '../../run-events';

/** One table in the figures that a job of several left for the pipeline (`medallion/running/outcome.py`). */
export interface ToldOutcome extends Omit<TableOutcome, 'error'> {
  /** Of the error; empty for none. */
  readonly code: string;
}

/** What a look at the figures tells of this run; nothing for other activities, and for figures of another run. */
export function toldOutcomes(output: unknown, runId: string): readonly ToldOutcome[] {
  const row = member(output as Json | undefined, 'firstRow');
  const outcome = member(row, 'outcome');
  const tables = member(outcome, 'tables');
  if (member(outcome, 'caller') !== runId || !isJsonArray(tables)) return [];
  return tables.filter(isJsonObject).flatMap(told);
}

function told(entry: JsonObject): readonly ToldOutcome[] {
  const { table, status, code } = entry;
  const known = TABLE_STATUSES.find((name) => name === status);
  if (typeof table !== 'string' || known === undefined) return [];
  const count = (name: string): number => {
    const value = entry[name];
    return typeof value === 'number' ? value : 0;
  };
  return [
    {
      table: table as TableName,
      status: known,
      code: typeof code === 'string' ? code : '',
      rowsIn: count('rowsIn'),
      accepted: count('accepted'),
      quarantined: count('quarantined'),
      rescued: count('rescued'),
      bytesIn: count('bytesIn'),
      seconds: count('seconds'),
      version: count('version'),
    },
  ];
}

function member(value: Json | undefined, name: string): Json | undefined {
  return isJsonObject(value) ? value[name] : undefined;
}
