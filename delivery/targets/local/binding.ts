import { randomBytes } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { join, sep } from 'node:path';
import { type Binding, MANIFEST_SCHEMA_VERSION } from '../../../contracts/manifest';
import { createFile, replaceFile } from '../../files';
import type { LocalLayout } from './layout';

/** HMAC-SHA256 gains nothing from a key longer than its 32-byte output. */
const KEY_BYTES = 32;

/** Writes `binding.json` and makes sure that the key for tokens exists; the key is created once and never replaced. */
export function writeBinding(environment: string, { lake, binding, tokenKey }: LocalLayout): void {
  createFile(tokenKey, `${randomBytes(KEY_BYTES).toString('hex')}\n`, 0o600);
  const container = (name: string): string => {
    mkdirSync(join(lake, name), { recursive: true });
    return fileUri(join(lake, name));
  };
  const content: Binding = {
    schemaVersion: MANIFEST_SCHEMA_VERSION,
    environment,
    containers: {
      landing: container('landing'),
      bronze: container('bronze'),
      silver: container('silver'),
      gold: container('gold'),
      system: container('system'),
    },
    tokenKey: { kind: 'file', path: tokenKey },
  };
  replaceFile(binding, `${JSON.stringify(content, null, 2)}\n`);
}

/** Not percent-encoded: Hadoop takes a path's characters as they are. */
export function fileUri(path: string): string {
  const slashed = path.split(sep).join('/');
  return `file://${slashed.startsWith('/') ? '' : '/'}${slashed}`;
}
