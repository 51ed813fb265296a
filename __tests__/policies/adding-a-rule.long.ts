import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const ROOT = join(__dirname, '..', '..');
const LONGEST_MS = 600_000;

const scratch = mkdtempSync(join(tmpdir(), 'medallion-rule-'));
const run = (command: string, ...args: readonly string[]): string =>
  execFileSync(command, args, { cwd: scratch, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });

function edit(file: string, change: (text: string) => string): void {
  const path = join(scratch, file);
  const before = readFileSync(path, 'utf8');
  const after = change(before);
  if (after === before) throw new Error(`${file} has nothing where the rule is to be added.`);
  writeFileSync(path, after);
}

beforeAll(() => {
  const files = execFileSync('git', ['ls-files', '-co', '--exclude-standard'], { cwd: ROOT, encoding: 'utf8' });
  for (const file of files.trim().split('\n')) cpSync(join(ROOT, file), join(scratch, file));
  symlinkSync(join(ROOT, 'node_modules'), join(scratch, 'node_modules'));
  run('git', 'init', '-q');
  run('git', 'add', '-A', '-f', '--', '.', ':!node_modules');
});

afterAll(() => rmSync(scratch, { recursive: true, force: true }));

const RULE = `import { undecided } from '../judge';
import { COMPLIANT, forEach, nonCompliant, type Rule } from '../rule';
import { resourcesOfType } from '../../synthesized/stack';
import { read } from '../../synthesized/values';

export const containerUnmarked: Rule = {
  id: 'container-unmarked',
  level: 'warning',
  pack: 'baseline',
  waivable: true,
  when: 'review',
  what: 'No container carries the mark.',
  why: 'A mark would be read as an order.',
  remedy: 'Remove the mark from the metadata.',
  controls: ['Well-Architected OE:05'],
  source: 'azurerm 4.55 documentation',
  evaluate: (stack) =>
    forEach(resourcesOfType(stack, 'azurerm_storage_container'), ({ body }) => {
      const mark = read(body, 'metadata', 'mark');
      if (mark.kind === 'unresolved') return undecided('metadata.mark', mark.expression);
      return mark.kind === 'absent' ? COMPLIANT : nonCompliant('metadata.mark is set, must be absent.');
    }),
};
`;
const CASES = `
const MARKED = 'azurerm_storage_container.bronze';
const marked = (mark: string) => stackOf({ [MARKED]: { metadata: { mark } } });

export const unmarked: RuleCases = {
  rule: containerUnmarked,
  address: MARKED,
  cases: [
    passes('none', stackOf({ [MARKED]: { name: 'bronze' } })),
    finds('one', marked('yes'), 'metadata.mark'),
    finds('an empty one', marked(''), 'must be absent'),
    isOpen('behind a variable', marked('\${var.mark}')),
  ],
};
`;

test(
  'a rule is five files: itself, its place in a pack, its cases, a bad example and the page of rules',
  () => {
    writeFileSync(join(scratch, 'policies/rules/container-unmarked.ts'), RULE);
    edit('policies/rules/index.ts', (text) =>
      text
        .replace(/^import \{ customerManagedKeys/m, "import { containerUnmarked } from './container-unmarked';\n$&")
        .replace(/^ +cmkVersionless,$/m, '$&\n      containerUnmarked,'),
    );
    edit(
      '__tests__/policies/cases/storage.ts',
      (text) => `import { containerUnmarked } from '../../../policies/rules/container-unmarked';\n${text}${CASES}`,
    );
    edit('policies/examples/bad/stacks/prod-storage/cdk.tf.json', (text) => {
      const stack = JSON.parse(text) as { resource: { azurerm_storage_container: Record<string, object> } };
      const containers = stack.resource.azurerm_storage_container;
      const [id] = Object.keys(containers);
      if (id === undefined) throw new Error('The bad example has no container to mark.');
      containers[id] = { ...containers[id], metadata: { mark: 'yes' } };
      return `${JSON.stringify(stack, null, 2)}\n`;
    });
    run('npx', 'tsc', '-p', 'tsconfig.json');
    run(process.execPath, 'dist/policies/write-catalogue.js');
    run('npx', 'jest', '--ci', '__tests__/policies');
    const touched = run('git', 'status', '--porcelain', '--untracked-files=all')
      .split('\n')
      .filter((line) => /^(.M|\?\?)/.test(line) && !line.endsWith(' node_modules'))
      .map((line) => line.slice(3));
    expect(touched.sort()).toEqual([
      '__tests__/policies/cases/storage.ts',
      'docs/rules.md',
      'policies/examples/bad/stacks/prod-storage/cdk.tf.json',
      'policies/rules/container-unmarked.ts',
      'policies/rules/index.ts',
    ]);
  },
  LONGEST_MS,
);
