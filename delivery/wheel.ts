import { createHash } from 'node:crypto';
import { archive } from './archive';

const DISTRIBUTION = 'medallion';
const TAG = 'py3-none-any';
/** Synapse Spark 3.5 runs Python 3.11. */
const REQUIRES_PYTHON = '>=3.11';

export interface Wheel {
  readonly name: string;
  readonly bytes: Uint8Array;
}

/**
 * Packs modules into a wheel (PEP 427, metadata 2.1). Written here rather than by a build backend, because backends
 * write the time of the build, and because packaging then needs no Python.
 *
 * @param modules path below site-packages to content
 * @param version PEP 440
 */
export function buildWheel(modules: ReadonlyMap<string, Uint8Array>, version: string): Wheel {
  const info = `${DISTRIBUTION}-${version}.dist-info`;
  const record = `${info}/RECORD`;
  const entries = new Map(modules)
    .set(
      `${info}/METADATA`,
      text(
        'Metadata-Version: 2.1',
        `Name: ${DISTRIBUTION}`,
        `Version: ${version}`,
        `Requires-Python: ${REQUIRES_PYTHON}`,
      ),
    )
    .set(`${info}/WHEEL`, text('Wheel-Version: 1.0', 'Generator: medallion', 'Root-Is-Purelib: true', `Tag: ${TAG}`));
  const lines = [...entries].map(([path, bytes]) => `${path},sha256=${recordDigest(bytes)},${bytes.length}`).sort();
  entries.set(record, text(...lines, `${record},,`));
  return { name: `${DISTRIBUTION}-${version}-${TAG}.whl`, bytes: archive(entries) };
}

function recordDigest(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('base64url');
}

function text(...lines: readonly string[]): Uint8Array {
  return Buffer.from(`${lines.join('\n')}\n`);
}
