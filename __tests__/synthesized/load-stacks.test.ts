import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { UserError } from '../../shared/errors';
import { loadStacks } from '../../synthesized/load-stacks';

const BAD = join(__dirname, '..', '..', 'policies', 'examples', 'bad');
const STACK = join('stacks', 'bad', 'cdk.tf.json');

describe('loading a synthesis', () => {
  let dir: string;

  beforeEach(() => {
    dir = mkdtempSync(join(tmpdir(), 'stacks-'));
    cpSync(BAD, dir, { recursive: true });
  });
  afterEach(() => rmSync(dir, { recursive: true }));

  function failure(): UserError {
    try {
      loadStacks(dir);
    } catch (error) {
      if (error instanceof UserError) {
        return error;
      }
      throw error;
    }
    throw new Error('nothing was refused');
  }

  test('reads each resource with address, construct path and body', () => {
    const [stack] = loadStacks(dir);
    expect(stack).toMatchObject({ name: 'bad', environment: 'bad' });
    expect(stack?.resources.find(({ address }) => address === 'azurerm_storage_account.lake')).toMatchObject({
      type: 'azurerm_storage_account',
      id: 'lake',
      path: 'bad/lake',
      body: { name: 'stbadlake' },
    });
  });

  test('takes both stacks of an environment together', () => {
    const manifest = readFileSync(join(dir, 'manifest.json'), 'utf8');
    writeFileSync(join(dir, 'manifest.json'), manifest.replace('"bad": {', '"bad-access": {'));
    expect(loadStacks(dir)[0]).toMatchObject({ name: 'bad-access', environment: 'bad' });
  });

  test('does not see a stale stack that the manifest no longer names', () => {
    mkdirSync(join(dir, 'stacks', 'old'));
    cpSync(join(dir, STACK), join(dir, 'stacks', 'old', 'cdk.tf.json'));
    expect(loadStacks(dir).map(({ name }) => name)).not.toContain('old');
  });

  test.each(['0.25.0', '1.0.0'])('refuses the output of version %s, which nobody has looked at', (version) => {
    const manifest = readFileSync(join(dir, 'manifest.json'), 'utf8');
    writeFileSync(join(dir, 'manifest.json'), manifest.replace('"0.21.0"', `"${version}"`));
    expect(failure().message).toContain(`was written by version ${version}`);
    expect(failure().remedy).toContain('package.json');
  });

  test.each(['0.20.12', '0.24.0'])('reads the output of version %s', (version) => {
    const manifest = readFileSync(join(dir, 'manifest.json'), 'utf8');
    writeFileSync(join(dir, 'manifest.json'), manifest.replace('"0.21.0"', `"${version}"`));
    expect(loadStacks(dir)).not.toEqual([]);
  });

  test('refuses a folder that does not exist', () => {
    rmSync(dir, { recursive: true });
    expect(failure().message).toContain('does not exist');
    mkdirSync(dir);
  });

  test('refuses a folder without a manifest', () => {
    rmSync(join(dir, 'manifest.json'));
    expect(failure().message).toContain('not the output of a synthesis');
  });

  test.each(['{"version":"0.21.0"}', '{"stacks":{}}'])('refuses a manifest without stacks: %s', (text) => {
    writeFileSync(join(dir, 'manifest.json'), text);
    expect(failure().message).toContain('names no stacks');
  });

  test('refuses half-written JSON', () => {
    const text = readFileSync(join(dir, STACK), 'utf8');
    writeFileSync(join(dir, STACK), text.slice(0, text.length / 2));
    expect(failure().message).toContain('not whole JSON');
    expect(failure().remedy).toContain('cdktf synth');
  });

  test('refuses a stack whose file is missing', () => {
    rmSync(join(dir, STACK));
    expect(failure().message).toMatch(/Stack bad: .*does not exist/);
  });

  test('refuses a stack file that is no object', () => {
    writeFileSync(join(dir, STACK), '[]');
    expect(failure().message).toContain('holds no JSON object');
  });

  test('refuses a manifest that points outside of the folder', () => {
    writeFileSync(join(dir, 'manifest.json'), '{"stacks":{"x":{"synthesizedStackPath":"../../etc/passwd"}}}');
    expect(failure().message).toContain('outside of');
  });

  test('refuses a stack without a path', () => {
    writeFileSync(join(dir, 'manifest.json'), '{"stacks":{"x":{}}}');
    expect(failure().message).toContain('has no synthesizedStackPath');
  });
});
