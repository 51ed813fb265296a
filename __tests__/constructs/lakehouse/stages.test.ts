import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  createCompilerHost,
  createProgram,
  createSourceFile,
  flattenDiagnosticMessageText,
  parseJsonConfigFileContent,
  readConfigFile,
  sys,
} from 'typescript';

const ROOT = join(__dirname, '..', '..', '..');
const FILE = join(ROOT, 'constructs', 'lakehouse', 'lakehouse.ts');
const source = readFileSync(FILE, 'utf8');

/** What the compiler reports about the lakehouse when its source is `text`. */
function errorsOf(text: string): readonly string[] {
  const config = readConfigFile(join(ROOT, 'tsconfig.json'), (path) => sys.readFile(path));
  const { options } = parseJsonConfigFileContent(config.config, sys, ROOT);
  const compiler = { ...options, noEmit: true, incremental: false, skipLibCheck: true };
  const host = createCompilerHost(compiler);
  const read = host.getSourceFile.bind(host);
  host.getSourceFile = (path, target, ...rest) =>
    path === FILE.replaceAll('\\', '/') ? createSourceFile(path, text, target) : read(path, target, ...rest);
  const program = createProgram([FILE], compiler, host);
  const file = program.getSourceFile(FILE);
  return program.getSemanticDiagnostics(file).map(({ messageText }) => flattenDiagnosticMessageText(messageText, '\n'));
}

function swapped(text: string, first: RegExp, second: RegExp): string {
  const [one, other] = [first.exec(text)?.[0], second.exec(text)?.[0]];
  if (one === undefined || other === undefined) throw new Error('The constructor has no such statement.');
  return text.replace(one, 'FIRST').replace(other, one).replace('FIRST', other);
}

test('the lakehouse compiles, and does not when erasure is built before the backup that it has to reach', () => {
  expect(errorsOf(source)).toEqual([]);
  const wrong = swapped(source, /this\.backup = .*;/, /this\.erasure = .*;/);
  expect(errorsOf(wrong).join('\n')).toMatch(/'recoverable' used before its declaration/);
});
