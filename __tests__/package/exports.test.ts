import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createProgram, parseJsonConfigFileContent, readConfigFile, sys } from 'typescript';

const ROOT = join(__dirname, '..', '..');
const FOLDERS = [
  'constructs',
  'contracts',
  'environments/settings',
  'finops',
  'policies',
  'shared',
  'stacks',
  'synthesized',
];

/** Every name that a public folder exports, types included. */
function exportedNames(): Readonly<Record<string, readonly string[]>> {
  const { config } = readConfigFile(join(ROOT, 'tsconfig.json'), (path) => sys.readFile(path));
  const { options } = parseJsonConfigFileContent(config, sys, ROOT);
  const files = FOLDERS.map((folder) => join(ROOT, folder, 'index.ts'));
  const program = createProgram(files, { ...options, noEmit: true, incremental: false });
  const checker = program.getTypeChecker();
  return Object.fromEntries(
    FOLDERS.map((folder, index) => {
      const source = program.getSourceFile(files[index] ?? '');
      const symbol = source && checker.getSymbolAtLocation(source);
      if (symbol === undefined) throw new Error(`${folder}/index.ts exports nothing.`);
      return [
        folder,
        checker
          .getExportsOfModule(symbol)
          .map(({ name }) => name)
          .sort(),
      ];
    }),
  );
}

// A name that leaves this list breaks somebody's program: that is a new major version, decided in a review of this file.
test('the package exports exactly the names of exported-names.json', () => {
  const frozen: unknown = JSON.parse(readFileSync(join(__dirname, 'exported-names.json'), 'utf8'));
  expect(exportedNames()).toEqual(frozen);
});
