/**
 * A certificate of an erasure: what was done and what was searched, signed, without personal data. Anybody who has the
 * lake's public key can verify it.
 */
import {
  createHash,
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  type KeyObject,
  sign,
  verify,
} from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { UserError } from '../shared/errors';
import { isJsonObject, type Json } from '../shared/json';
import type { ErasureProof } from './erasure';
import { createFile } from './files';

const VERSION = 1;
const METHOD = 'delete rows, rewrite deliveries, vacuum without grace, cut logs, search every file again';
const OWNER_ONLY = 0o600;

export interface Certificate {
  readonly schemaVersion: typeof VERSION;
  readonly method: string;
  /** The proof; persons stand in it as keyed tokens. */
  readonly proof: ErasureProof;
  readonly signature: {
    readonly algorithm: 'ed25519';
    /** SPKI, base64. */
    readonly publicKey: string;
    /** Over the certificate without `signature` in canonical JSON (RFC 8785 for the values that occur), base64. */
    readonly value: string;
  };
}

/** The private key at `file`, created at the first use, readable for its owner alone. */
export function signingKey(file: string): KeyObject {
  if (!existsSync(file)) {
    const { privateKey } = generateKeyPairSync('ed25519');
    createFile(file, privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(), OWNER_ONLY);
  }
  return createPrivateKey(readFileSync(file, 'utf8'));
}

export function certify(proof: ErasureProof, key: KeyObject): Certificate {
  const content = { schemaVersion: VERSION, method: METHOD, proof } as const;
  const publicKey = derOf(createPublicKey(key));
  const value = sign(null, Buffer.from(canonical(content)), key).toString('base64');
  return { ...content, signature: { algorithm: 'ed25519', publicKey, value } };
}

function derOf(publicKey: KeyObject): string {
  return publicKey.export({ type: 'spki', format: 'der' }).toString('base64');
}

/** PEM, for those who verify. */
export function publicPem(key: KeyObject): string {
  return createPublicKey(key).export({ type: 'spki', format: 'pem' }).toString();
}

/** The first 16 hexadecimal characters of the SHA-256 of a public key: what two people compare by telephone. */
export function keyName(publicKey: string): string {
  return createHash('sha256').update(Buffer.from(publicKey, 'base64')).digest('hex').slice(0, 16);
}

/**
 * Reads a certificate and verifies that nobody has changed it.
 *
 * @param trusted public key (PEM) that must have signed it. @default - any: then the result only says that it is whole
 * @throws UserError when it is no certificate, was changed, or was signed by another key
 */
export function verifyCertificate(text: string, origin: string, trusted?: string): Certificate {
  const document = parse(text, origin);
  const { signature, ...content } = document;
  let key: KeyObject;
  try {
    key = createPublicKey({ key: Buffer.from(signature.publicKey, 'base64'), type: 'spki', format: 'der' });
  } catch {
    throw invalid(origin, 'its public key cannot be read');
  }
  // Several texts may be read as one key or one signature: only the one that was written is the certificate.
  const isAsWritten =
    derOf(key) === signature.publicKey && Buffer.from(signature.value, 'base64').toString('base64') === signature.value;
  if (!isAsWritten) throw invalid(origin, 'its signature was changed');
  if (!verify(null, Buffer.from(canonical(content)), key, Buffer.from(signature.value, 'base64')))
    throw invalid(origin, 'it was changed after it was signed');
  // What is signed are values: a byte of the text that changes none of them (a blank, a key given twice) is refused too.
  if (text.trimEnd() !== renderCertificate(document).trimEnd()) throw invalid(origin, 'its text was changed');
  if (trusted !== undefined && !isSameKey(key, trusted, origin)) {
    throw new UserError(
      'certificate-untrusted',
      `the certificate ${origin} was signed by the key ${keyName(signature.publicKey)}, which is not the one given`,
      'Give the public key of the lake that issued it, or ask for a certificate of that lake.',
    );
  }
  return document;
}

export function renderCertificate(certificate: Certificate): string {
  return `${JSON.stringify(certificate, null, 2)}\n`;
}

function isSameKey(key: KeyObject, pem: string, origin: string): boolean {
  try {
    return createPublicKey(pem).equals(key);
  } catch {
    throw new UserError(
      'public-key-invalid',
      `the public key to verify ${origin} with cannot be read`,
      'Give a file with a public key in PEM: -----BEGIN PUBLIC KEY-----.',
    );
  }
}

function parse(text: string, origin: string): Certificate {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw invalid(origin, 'it is not JSON');
  }
  const document = value as Json;
  const signature = isJsonObject(document) ? document['signature'] : undefined;
  const isWhole =
    isJsonObject(document) &&
    document['schemaVersion'] === VERSION &&
    isJsonObject(document['proof']) &&
    isJsonObject(signature) &&
    signature['algorithm'] === 'ed25519' &&
    typeof signature['publicKey'] === 'string' &&
    typeof signature['value'] === 'string';
  if (!isWhole) throw invalid(origin, `it is no certificate of version ${VERSION}`);
  return value as Certificate;
}

function invalid(origin: string, why: string): UserError {
  return new UserError(
    'certificate-invalid',
    `the certificate ${origin} does not prove anything: ${why}`,
    'Ask for it again where the erasure was done; `npx medallion erase --again` issues another.',
  );
}

/** Keys sorted, no blanks: the same values are the same bytes on every machine. */
function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const entries = Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1));
  return `{${entries.map(([key, item]) => `${JSON.stringify(key)}:${canonical(item)}`).join(',')}}`;
}
