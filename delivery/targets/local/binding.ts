import { chmodSync, existsSync, mkdirSync } from 'node:fs';
import { dirname, join, sep } from 'node:path';
import { type Binding, MANIFEST_SCHEMA_VERSION } from '../../../contracts/manifest';
import { replaceFile } from '../../files';
import { readConnections } from './connections';
import type { LocalLayout } from './layout';
import { ensureTokenKey } from './token-key';

/** Of folders that hold rows of persons, or the key to their tokens. */
const OWNER_ONLY_FOLDER = 0o700;
/** Of the file that says where secrets are. */
const OWNER_ONLY_FILE = 0o600;

/**
 * Writes `binding.json`, and makes sure that the containers and the key for tokens exist; nobody but the owner reads them.
 *
 * @throws UserError when the key is missing from a lake that holds tokens, or `connections.json` cannot be taken
 */
export function writeBinding(environment: string, layout: LocalLayout): void {
  const { lake, binding, tokenKey, connections } = layout;
  ensureTokenKey(layout);
  close(dirname(tokenKey));
  const container = (name: string): string => {
    close(join(lake, name));
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
  replaceFile(binding, `${JSON.stringify(content, null, 2)}\n`, OWNER_ONLY_FILE);
}

/** A folder that only its owner enters; one that stood open is closed. */
function close(folder: string): void {
  mkdirSync(folder, { recursive: true, mode: OWNER_ONLY_FOLDER });
  chmodSync(folder, OWNER_ONLY_FOLDER);
}

/** Not percent-encoded: Hadoop takes a path's characters as they are. */
export function fileUri(path: string): string {
  const slashed = path.split(sep).join('/');
  return `file://${slashed.startsWith('/') ? '' : '/'}${slashed}`;
}
