/** `connections.json`: what sources call. It is copied into the binding, so nothing secret may stand in it. */
import { readFileSync } from 'node:fs';
import { UserError } from '../../../shared/errors';
import { suggest } from '../../../shared/suggest';
import type { Connection } from '../../../contracts/manifest';

const KEYS = ['url', 'user', 'secret', 'options'];
/** Where a secret stands, not what it is. */
const SECRET_KEYS: Readonly<Record<string, readonly string[]>> = {
  file: ['kind', 'path'],
  keyVault: ['kind', 'vault', 'secret'],
};

/** Names of settings that hold a secret: of JDBC, Kafka and Hadoop drivers, of signed URLs and of web APIs. */
const SECRET_NAME =
  /pass(word|wd|phrase)?$|^pwd$|secret|token$|api-?_?key|access-?_?key|account\.?-?_?key|private-?_?key|credential|jaas|^sig(nature)?$|^code$|^auth(orization)?$|keystore\.key$/i;
/** A setting named like a secret that says where one is, or whether there is one. */
const NO_SECRET = /(location|path|file|type|class|provider|endpoint(\.ur[il])?|ur[il]|enabled|header)$/i;
/** Texts that are secrets whatever they are called: key blocks, web tokens, an assignment of a password. */
const SECRET_TEXT =
  /-----BEGIN [A-Z ]*PRIVATE KEY|\beyJ[\w-]{8,}\.[\w-]{8,}\.|(password|pwd|passwd|accountkey|sharedaccesskey|secret)\s*=\s*['"]?[^\s;'"]/i;

const REMEDY = 'Write it to a file of its own, and name that: "secret": {"kind": "file", "path": "..."}.';

/** @throws UserError when it is not an object of connections, each with its url, or one holds a secret */
export function readConnections(file: string): Readonly<Record<string, Connection>> {
  const remedy = 'Write an object of connections by name: {"erp": {"url": "jdbc:postgresql://host/database"}}.';
  let value: unknown;
  try {
    value = JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    throw new UserError('connections-unreadable', `${file} is not JSON`, remedy);
  }
  if (!isRecord(value)) throw new UserError('connections-unreadable', `${file} is no object`, remedy);
  for (const [name, connection] of Object.entries(value)) {
    if (!isRecord(connection) || typeof connection['url'] !== 'string')
      throw new UserError('connection-incomplete', `the connection '${name}' in ${file} has no url`, remedy);
    const held = secretsOf(connection);
    if (held !== undefined)
      throw new UserError(
        'connection-holds-secret',
        `the connection '${name}' in ${file} holds a secret: ${held}`,
        REMEDY,
      );
    requireShape(name, file, connection);
  }
  return value as Readonly<Record<string, Connection>>;
}

/** Where a connection holds a secret, in words that do not repeat it; undefined where it holds none. */
export function secretsOf(connection: Readonly<Record<string, unknown>>): string | undefined {
  const { url, options, ...rest } = connection;
  for (const [key, value] of Object.entries(rest)) {
    if (key !== 'secret' && isSecretName(key)) return `'${key}'`;
    if (key === 'secret' && typeof value === 'string') return "'secret' is the secret, and not where it is";
    if (typeof value === 'string' && SECRET_TEXT.test(value)) return `the value of '${key}'`;
  }
  if (typeof url === 'string') {
    const inUrl = secretInUrl(url);
    if (inUrl !== undefined) return inUrl;
  }
  for (const [key, value] of Object.entries(isRecord(options) ? options : {})) {
    if (isSecretName(key)) return `the option '${key}'`;
    if (typeof value !== 'string') continue;
    if (SECRET_TEXT.test(value) || secretInUrl(value) !== undefined) return `the value of the option '${key}'`;
  }
  return undefined;
}

/** Works on text: `jdbc:` addresses and lists of brokers are no URLs that a parser knows. */
function secretInUrl(url: string): string | undefined {
  if (/\/\/[^/?#;\s]*:[^/?#;\s]*@/.test(url)) return 'the user info of the url';
  // jdbc:sqlserver separates settings with `;`, Oracle writes user/password@host.
  if (/^jdbc:oracle:[^@]*\/[^@]+@/i.test(url)) return 'the user info of the url';
  const [, query = ''] = /[?;#](.*)$/s.exec(url) ?? [];
  const named = query
    .split(/[&;?#]/)
    .map((part) => decoded(part.split('=')[0] ?? '').trim())
    .find((name) => isSecretName(name));
  if (named !== undefined) return `'${named}' in the url`;
  return SECRET_TEXT.test(url) ? 'the url' : undefined;
}

function isSecretName(name: string): boolean {
  return SECRET_NAME.test(name) && !NO_SECRET.test(name);
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function requireShape(name: string, file: string, connection: Readonly<Record<string, unknown>>): void {
  const at = `the connection '${name}' in ${file}`;
  for (const key of Object.keys(connection)) {
    if (!KEYS.includes(key))
      throw new UserError('connection-unknown-key', `${at} has the unknown key '${key}'`, suggest(key, KEYS));
  }
  const { user, secret, options } = connection;
  if (user !== undefined && typeof user !== 'string')
    throw new UserError(
      'connection-invalid-value',
      `${at} has a user that is no text`,
      'Write the name of the user in quotes.',
    );
  if (secret !== undefined) {
    const kind = isRecord(secret) && typeof secret['kind'] === 'string' ? secret['kind'] : '';
    const wanted = Object.hasOwn(SECRET_KEYS, kind) ? SECRET_KEYS[kind] : undefined;
    const isWhole = isRecord(secret) && wanted?.every((key) => typeof secret[key] === 'string' && secret[key] !== '');
    if (isWhole !== true || Object.keys(secret as object).some((key) => wanted?.includes(key) !== true))
      throw new UserError(
        'connection-incomplete',
        `${at} does not say where its secret is`,
        'Write {"kind": "file", "path": "..."} or {"kind": "keyVault", "vault": "...", "secret": "..."}.',
      );
  }
  if (options === undefined) return;
  if (!isRecord(options) || Object.values(options).some((value) => typeof value !== 'string'))
    throw new UserError(
      'connection-invalid-value',
      `${at} has options that are no texts`,
      'Write an object of texts, numbers in quotes.',
    );
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
