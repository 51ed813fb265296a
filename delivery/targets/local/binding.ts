import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join, sep } from 'node:path';
import { UserError } from '../../../shared/errors';
import { type Binding, type Connection, MANIFEST_SCHEMA_VERSION } from '../../../contracts/manifest';
import { createFile, replaceFile } from '../../files';
import type { LocalLayout } from './layout';

/** HMAC-SHA256 gains nothing from a key longer than its 32-byte output. */
const KEY_BYTES = 32;

/** Writes `binding.json` and makes sure that the key for tokens exists; the key is created once and never replaced. */
export function writeBinding(environment: string, { lake, binding, tokenKey, connections }: LocalLayout): void {
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
    evidence: container('audit'),
    tokenKey: { kind: 'file', path: tokenKey },
    ...(existsSync(connections) ? { connections: readConnections(connections) } : {}),
  };
  replaceFile(binding, `${JSON.stringify(content, null, 2)}\n`);
}

/** @throws UserError when it is not an object of connections, each with its url */
function readConnections(file: string): Readonly<Record<string, Connection>> {
  const text = readFileSync(file, 'utf8');
  const remedy = 'Write an object of connections by name: {"erp": {"url": "jdbc:postgresql://host/database"}}.';
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new UserError(`${file} is not JSON`, remedy);
  }
  if (!isRecord(value)) throw new UserError(`${file} is no object`, remedy);
  for (const [name, connection] of Object.entries(value)) {
    if (!isConnection(connection)) throw new UserError(`the connection '${name}' in ${file} has no url`, remedy);
    if ('password' in connection || 'token' in connection) {
      throw new UserError(
        `the connection '${name}' in ${file} holds a secret`,
        'Write it to a file of its own, and name that: "secret": {"kind": "file", "path": "..."}.',
      );
    }
  }
  return value as Readonly<Record<string, Connection>>;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isConnection(value: unknown): value is Connection {
  return isRecord(value) && typeof value['url'] === 'string';
}

/** Not percent-encoded: Hadoop takes a path's characters as they are. */
export function fileUri(path: string): string {
  const slashed = path.split(sep).join('/');
  return `file://${slashed.startsWith('/') ? '' : '/'}${slashed}`;
}
