import { zipSync } from 'fflate';

/** Earliest time a zip can state. Any fixed time would do; this one cannot be mistaken for a real one. */
const FIXED_TIME = new Date(1980, 0, 1);

/**
 * A zip whose bytes depend on names and contents only: sorted entries, fixed time, stored uncompressed, because the
 * output of a compressor changes with its version.
 */
export function archive(entries: ReadonlyMap<string, Uint8Array>): Uint8Array {
  const sorted = [...entries].sort(([one], [other]) => (one < other ? -1 : 1));
  return zipSync(Object.fromEntries(sorted), { level: 0, mtime: FIXED_TIME });
}
