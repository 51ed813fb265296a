import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writeBinding } from '../../delivery/targets/local/binding';
import { localLayout } from '../../delivery/targets/local/layout';

const home = () => localLayout(mkdtempSync(join(tmpdir(), 'medallion-connections-')));
const erp = { url: 'jdbc:postgresql://db/erp', user: 'reader', secret: { kind: 'file', path: '/secrets/erp' } };

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
    ['{"erp": {"url": "jdbc:x", "password": "hush"}}', /the connection 'erp' in .* holds a secret/],
  ])('fails for %s', (text, expected) => {
    const layout = home();
    writeFileSync(layout.connections, text);
    expect(() => writeBinding('local', layout)).toThrow(expected);
    expect(() => writeBinding('local', layout)).not.toThrow(/hush/);
  });
});
