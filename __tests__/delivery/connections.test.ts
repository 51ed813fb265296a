import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { writeBinding } from '../../delivery/targets/local/binding';
import { localLayout } from '../../delivery/targets/local/layout';

const home = () => localLayout(mkdtempSync(join(tmpdir(), 'medallion-connections-')));
const erp = { url: 'jdbc:postgresql://db/erp', user: 'reader', secret: { kind: 'file', path: '/secrets/erp' } };
const modeOf = (path: string) => statSync(path).mode & 0o777;

describe('connections of a local lake', () => {
  it('are taken into the binding as their owner wrote them', () => {
    const layout = home();
    writeBinding('local', layout);
    expect(JSON.parse(readFileSync(layout.binding, 'utf8'))).not.toHaveProperty('connections');
    writeFileSync(layout.connections, JSON.stringify({ erp }));
    writeBinding('local', layout);
    expect(JSON.parse(readFileSync(layout.binding, 'utf8'))).toHaveProperty('connections', { erp });
  });

  it.each([
    ['{', /connections\.json is not JSON/],
    ['[]', /connections\.json is no object/],
    ['{"erp": {}}', /the connection 'erp' in .* has no url/],
    ['{"erp": {"url": "jdbc:x", "usr": "a"}}', /the connection 'erp' in .* has the unknown key 'usr'/],
    ['{"erp": {"url": "jdbc:x", "options": {"fetchsize": 5}}}', /options that are no texts/],
    ['{"erp": {"url": "jdbc:x", "secret": {"kind": "file"}}}', /does not say where its secret is/],
    ['{"erp": {"url": "jdbc:x", "secret": {"kind": "constructor"}}}', /does not say where its secret is/],
  ])('fails for %s', (text, expected) => {
    const layout = home();
    writeFileSync(layout.connections, text);
    expect(() => {
      writeBinding('local', layout);
    }).toThrow(expected);
  });

  it.each([
    { password: 'hush' },
    { token: 'hush' },
    { apiKey: 'hush' },
    { secret: 'hush' },
    { user: 'password=hush' },
    { url: 'jdbc:postgresql://reader:hush@db/erp' },
    { url: 'https://reader:hush@api.example.com/v1' },
    { url: 'jdbc:postgresql://db/erp?user=reader&password=hush' },
    { url: 'jdbc:sqlserver://db:1433;database=erp;user=reader;pwd=hush' },
    { url: 'jdbc:oracle:thin:reader/hush@db:1521/erp' },
    { url: 'https://lake.blob.core.windows.net/data?sv=2024&sig=hush' },
    { url: 'https://api.example.com/v1?api%5Fkey=hush' },
    { options: { password: 'hush' } },
    { options: { 'kafka.sasl.jaas.config': 'PlainLoginModule required username="a" password="hush";' } },
    { options: { 'kafka.ssl.keystore.password': 'hush' } },
    { options: { 'fs.azure.account.key.lake.dfs.core.windows.net': 'hush' } },
    { options: { 'fs.azure.account.oauth2.client.secret': 'hush' } },
    { options: { sessionInitStatement: "SET SESSION AUTHORIZATION; -- password = 'hush'" } },
    { options: { pem: '-----BEGIN PRIVATE KEY-----\nhush' } },
    { options: { proxy: 'http://me:hush@proxy:8080' } },
  ])('hold no secret: %j', (wrong) => {
    const layout = home();
    writeFileSync(layout.connections, JSON.stringify({ erp: { url: erp.url, ...wrong } }));
    const write = () => {
      writeBinding('local', layout);
    };
    expect(write).toThrow(/the connection 'erp' in .* holds a secret/);
    expect(write).not.toThrow(/hush/);
    expect(existsSync(layout.binding)).toBe(false);
  });

  it.each([
    { url: 'jdbc:postgresql://reader@db/erp?sslmode=verify-full&tokenEndpoint=x' },
    { options: { 'kafka.security.protocol': 'SASL_SSL', 'kafka.ssl.truststore.location': '/trust.jks' } },
    { options: { timeoutSeconds: '5', partitionColumn: 'customer_key', passwordFile: '/secrets/p' } },
    { url: 'broker-1:9092,broker-2:9092' },
    { url: 'abfss://lake@account.dfs.core.windows.net/tables' },
  ])('may look so: %j', (right) => {
    const layout = home();
    writeFileSync(layout.connections, JSON.stringify({ erp: { url: erp.url, ...right } }));
    writeBinding('local', layout);
    expect(existsSync(layout.binding)).toBe(true);
  });
});

describe('what a local lake holds of persons', () => {
  it('is for its owner alone, also where it stood open', () => {
    const layout = home();
    mkdirSync(join(layout.lake, 'bronze'), { recursive: true });
    chmodSync(join(layout.lake, 'bronze'), 0o755);
    writeBinding('local', layout);
    const folders = ['landing', 'bronze', 'silver', 'gold', 'system', 'audit'].map((name) => join(layout.lake, name));
    expect([...folders, dirname(layout.tokenKey)].map(modeOf)).toEqual(Array(7).fill(0o700));
    expect([layout.tokenKey, layout.binding].map(modeOf)).toEqual([0o600, 0o600]);
  });

  it('never gets another key once something was made with the first', () => {
    const layout = home();
    writeBinding('local', layout);
    const key = readFileSync(layout.tokenKey, 'utf8');
    rmSync(layout.tokenKey);
    writeBinding('local', layout);
    expect(readFileSync(layout.tokenKey, 'utf8')).not.toBe(key);
    for (const sign of [
      'lake/silver/users/x',
      'lake/system/token-key.json',
      'lake/audit/erasures/a',
      'backup/backups/b',
    ]) {
      const file = join(layout.home, sign);
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, '{}');
      rmSync(layout.tokenKey, { force: true });
      expect(() => {
        writeBinding('local', layout);
      }).toThrow(/the token key .* is missing, and .* was made with it/);
      expect(existsSync(layout.tokenKey)).toBe(false);
      rmSync(file);
      if (sign.includes('silver')) rmSync(dirname(file), { recursive: true });
    }
  });
});
