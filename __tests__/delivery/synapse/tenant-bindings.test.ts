import { desiredArtifacts, LAUNCHER } from '../../../delivery/targets/synapse/artifacts/desired';
import { sha256 } from '../../../delivery/release';
import { outputsOf } from '../services/azure';

const launcher = Buffer.from('print(1)\n');
const contents = {
  manifest: { schemaVersion: 1 as const, tables: [] },
  files: [{ path: LAUNCHER, sha256: sha256(launcher), bytes: launcher.length }],
  read: async () => launcher,
};

test('a publish puts the binding of each tenant beside the releases, and changes it with what it says', async () => {
  const outputs = outputsOf(1);
  const acme = { ...outputs.binding, containers: { ...outputs.binding.containers, gold: 'abfss://gold@stacme' } };
  const named = (tenantBindings: Record<string, typeof acme>) =>
    desiredArtifacts(contents, { ...outputs, tenantBindings }).filter(({ name }) => name.startsWith('binding'));
  expect(named({}).map(({ name }) => name)).toEqual(['binding.json']);
  const [, file] = named({ acme });
  if (file?.kind !== 'file') throw new Error('the binding is no file');
  expect(file.name).toBe('binding-acme.json');
  expect(String(await file.content())).toBe(`${JSON.stringify(acme, null, 2)}\n`);
  expect(named({ acme: outputs.binding })[1]).not.toMatchObject({ hash: file.hash });
});
