import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isJsonObject, type Json, type JsonObject } from '../../../shared/json';

export interface TableSize {
  readonly rows: number;
  readonly bytes: number;
}

/**
 * Rows and bytes of the newest version of a Delta table in a local folder, by the commits in its log.
 *
 * @returns undefined where there is no table, or its log no longer has all commits or all counts
 */
export function tableSize(folder: string): TableSize | undefined {
  const log = join(folder, '_delta_log');
  if (!existsSync(log)) return undefined;
  const commits = readdirSync(log)
    .filter((name) => /^\d{20}\.json$/.test(name))
    .sort();
  if (commits.some((name, version) => Number(name.slice(0, 20)) !== version)) return undefined;
  const live = new Map<string, JsonObject>();
  for (const name of commits) {
    for (const action of actionsOf(join(log, name))) {
      const [added, removed] = [action['add'], action['remove']];
      if (isJsonObject(removed)) live.delete(String(removed['path']));
      if (isJsonObject(added)) live.set(String(added['path']), added);
    }
  }
  const files = [...live.values()].map((file) => ({ bytes: Number(file['size']), rows: recordsOf(file['stats']) }));
  if (files.some(({ rows }) => rows === undefined)) return undefined;
  return {
    rows: files.reduce((sum, { rows }) => sum + (rows ?? 0), 0),
    bytes: files.reduce((sum, { bytes }) => sum + bytes, 0),
  };
}

function actionsOf(file: string): readonly JsonObject[] {
  const lines = readFileSync(file, 'utf8').split('\n');
  return lines.filter((line) => line !== '').map((line) => JSON.parse(line) as JsonObject);
}

function recordsOf(stats: Json | undefined): number | undefined {
  if (typeof stats !== 'string') return undefined;
  const parsed = JSON.parse(stats) as Json;
  const records = isJsonObject(parsed) ? parsed['numRecords'] : undefined;
  return typeof records === 'number' ? records : undefined;
}
