/** The key that a lake's tokens are made with: created once for a lake without tokens, never a second time. */
import { randomBytes } from 'node:crypto';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { UserError } from '../../../shared/errors';
import { createFile } from '../../files';
import type { LocalLayout } from './layout';

/** HMAC-SHA256 gains nothing from a key longer than its 32-byte output. */
const KEY_BYTES = 32;
const OWNER_ONLY = 0o600;
/** Where the engine notes the fingerprint of the key that tokens were made with, in the container `system`. */
const FINGERPRINT = 'token-key.json';

/**
 * Makes sure that there is a key.
 *
 * @throws UserError when it is missing and the lake, its records or its backup hold tokens: with another key nobody
 * would be found, and no join would meet
 */
export function ensureTokenKey(layout: LocalLayout): void {
  if (existsSync(layout.tokenKey)) return;
  const held = placeWithTokens(layout);
  if (held !== undefined) {
    throw new UserError(
      'token-key-missing',
      `the token key ${layout.tokenKey} is missing, and ${held} was made with it`,
      'Restore the key file from where it is kept. Without it nobody can be found or forgotten, so no other is made.',
    );
  }
  createFile(layout.tokenKey, `${randomBytes(KEY_BYTES).toString('hex')}\n`, OWNER_ONLY);
}

/** The first place that holds what was made with a key, for people; undefined for none. */
function placeWithTokens({ lake, backup }: LocalLayout): string | undefined {
  const signs = [
    join(lake, 'system', FINGERPRINT),
    join(lake, 'audit', 'erasures'),
    ...['silver', 'gold', join('system', 'quarantine'), join('system', 'held')].map((name) => join(lake, name)),
    join(backup, 'backups'),
  ];
  return signs.find((place) => existsSync(place) && (place.endsWith('.json') || readdirSync(place).length > 0));
}
