import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { AddressLock } from '../synthesized/address-lock';

/**
 * Committed locks by environment. One that was never deployed has none.
 *
 * @param folder holds `<environment>.json`, written by `npm run lock`
 */
export function loadLocks(folder: string, environments: readonly string[]): Readonly<Record<string, AddressLock>> {
  return Object.fromEntries(
    environments.flatMap((name) => {
      const file = join(folder, `${name}.json`);
      return existsSync(file) ? [[name, JSON.parse(readFileSync(file, 'utf8')) as AddressLock]] : [];
    }),
  );
}
