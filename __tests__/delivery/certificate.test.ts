import { createPublicKey } from 'node:crypto';
import { mkdtempSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { certify, renderCertificate, signingKey, verifyCertificate } from '../../delivery/certificate';
import type { ErasureProof } from '../../delivery/erasure';

const proof: ErasureProof = {
  id: '20261126T120000-0123abcd',
  subject: { kind: 'household', tokens: { 'bronze.users': ['ab'.repeat(32)] } },
  releaseId: 'r1',
  runId: 'run',
  requestedAt: '2026-11-26T12:00:00Z',
  finishedAt: '2026-11-26T12:05:00Z',
  holds: true,
  failed: [],
  keyFingerprint: '0011223344556677',
  identifiers: { searchedInText: 3, sharedWithOthers: 0 },
  notSearched: ['binary columns'],
  tables: [],
};

const folder = () => mkdtempSync(join(tmpdir(), 'medallion-certificate-'));
const pemOf = (key: ReturnType<typeof signingKey>) =>
  createPublicKey(key).export({ type: 'spki', format: 'pem' }).toString();

describe('a certificate of an erasure', () => {
  const file = join(folder(), 'keys', 'certificate.key');
  const key = signingKey(file);
  const text = renderCertificate(certify(proof, key));

  it('is verified by whoever has the public key, and is the same each time', () => {
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(renderCertificate(certify(proof, signingKey(file)))).toBe(text);
    expect(verifyCertificate(text, 'c.json', pemOf(key)).proof).toEqual(proof);
    expect(verifyCertificate(text, 'c.json').proof).toEqual(proof);
  });

  it('proves nothing once any one of its bytes is another', () => {
    const accepted: number[] = [];
    for (let at = 0; at < text.trimEnd().length; at += 1) {
      const changed = `${text.slice(0, at)}${text[at] === 'x' ? 'y' : 'x'}${text.slice(at + 1)}`;
      try {
        verifyCertificate(changed, 'c.json');
        accepted.push(at);
      } catch {
        // Refused, as it has to be.
      }
    }
    expect(accepted).toEqual([]);
  });

  it.each([
    ['no JSON', '{', /is not JSON/],
    ['another document', '{"schemaVersion": 1}', /no certificate of version 1/],
    ['cut in the middle', text.slice(0, 300), /is not JSON/],
    ['with a key twice', text.replace('"holds": true', '"holds": false, "holds": true'), /its text was changed/],
  ])('is refused when it is %s', (_, changed, why) => {
    expect(() => verifyCertificate(changed, 'c.json')).toThrow(why);
  });

  it('of another lake is whole, but not of the one that is trusted', () => {
    const other = signingKey(join(folder(), 'certificate.key'));
    const foreign = renderCertificate(certify(proof, other));
    expect(verifyCertificate(foreign, 'c.json').proof.id).toBe(proof.id);
    expect(() => verifyCertificate(foreign, 'c.json', pemOf(key))).toThrow(/which is not the one given/);
    expect(() => verifyCertificate(text, 'c.json', 'no key')).toThrow(/cannot be read/);
  });
});
