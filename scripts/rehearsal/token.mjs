/** A token of a rehearsed job: it says itself what it permits. */

const PREFIX = 'rehearsal_';

/** @param {Record<string, string>} permissions */
export function tokenOf(permissions) {
  return PREFIX + Buffer.from(JSON.stringify(permissions)).toString('base64url');
}

/** @param {string} token @returns {Record<string, string> | undefined} undefined for a text that is not a token */
export function permissionsOf(token) {
  if (!token.startsWith(PREFIX)) return undefined;
  return JSON.parse(Buffer.from(token.slice(PREFIX.length), 'base64url').toString('utf8'));
}
