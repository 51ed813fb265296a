import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  createCompilerHost,
  createProgram,
  createSourceFile,
  flattenDiagnosticMessageText,
  getJSDocTags,
  getTextOfJSDocComment,
  isClassDeclaration,
  isExportDeclaration,
  isNamedExports,
  isStringLiteral,
  parseJsonConfigFileContent,
  readConfigFile,
  ScriptTarget,
  sys,
  type ClassDeclaration,
  type SourceFile,
} from 'typescript';

const ROOT = join(__dirname, '..', '..');
/** For the compiler only; no such file exists. */
const EXAMPLES = join(__dirname, 'examples.ts').replaceAll('\\', '/');

/** What an example may use beside the constructs: settings and contracts, and what other examples make. */
const PRELUDE = `
import type { AutomationRunbook } from '@cdktf/provider-azurerm/lib/automation-runbook';
import type { ResourceGroup } from '@cdktf/provider-azurerm/lib/resource-group';
import type { TerraformStack } from 'cdktf';
import type { Names } from '../../constructs';
import { tableGraph, type TableContract } from '../../contracts';
import type { Environment } from '../../environments/settings';

declare const stack: TerraformStack;
declare const environment: Environment;
declare const contracts: readonly TableContract[];
declare const names: Names;
declare const group: ResourceGroup;
declare const runbook: AutomationRunbook;

declare const logs: LogWorkspace;
declare const contacts: AlertContacts;
declare const network: LakeNetwork;
declare const vault: LakeVault;
declare const storage: LakeStorage;
declare const workspace: Workspace;
declare const sparkPool: SparkPool;
declare const sqlPool: SqlPool;
declare const scheduler: SqlPoolScheduler;
declare const factory: Factory;
declare const medallion: MedallionPipeline;
`;

interface PublicConstruct {
  readonly name: string;
  /** Where it is declared, from the root of the repository. */
  readonly file: string;
  /** Its `@example`; undefined where there is none. */
  readonly example: string | undefined;
}

function parse(file: string): SourceFile {
  return createSourceFile(file, readFileSync(join(ROOT, file), 'utf8'), ScriptTarget.Latest, true);
}

/** Every class that is a construct (`Judged` is what all of them extend) and that `constructs/index.ts` exports. */
function publicConstructs(): readonly PublicConstruct[] {
  return parse('constructs/index.ts')
    .statements.filter(isExportDeclaration)
    .flatMap(({ exportClause, moduleSpecifier }) => {
      if (exportClause === undefined || !isNamedExports(exportClause)) return [];
      if (moduleSpecifier === undefined || !isStringLiteral(moduleSpecifier)) return [];
      const exported = exportClause.elements.filter(({ isTypeOnly }) => !isTypeOnly).map(({ name }) => name.text);
      const file = join('constructs', `${moduleSpecifier.text}.ts`).replaceAll('\\', '/');
      if (exported.length === 0) return [];
      return parse(file)
        .statements.filter(isClassDeclaration)
        .filter(extendsConstruct)
        .flatMap((node) => {
          const name = node.name?.text;
          return name !== undefined && exported.includes(name) ? [{ name, file, example: exampleOf(node) }] : [];
        });
    });
}

function extendsConstruct({ heritageClauses }: ClassDeclaration): boolean {
  return (heritageClauses ?? []).some(({ types }) => types.some(({ expression }) => expression.getText() === 'Judged'));
}

function exampleOf(node: ClassDeclaration): string | undefined {
  const tag = getJSDocTags(node).find(({ tagName }) => tagName.text === 'example');
  return tag && getTextOfJSDocComment(tag.comment);
}

/** What the compiler says about the examples, each in a function of its own so that their constants do not meet. */
function errorsOf(constructs: readonly PublicConstruct[]): readonly string[] {
  const head = `import { ${constructs.map(({ name }) => name).join(', ')} } from '../../constructs';\n${PRELUDE}`;
  const scopes = constructs.map(
    ({ name, example = '' }) => `export function example${name}(): void {\n${example}\n}\n`,
  );
  const text = head + scopes.join('');

  const { config } = readConfigFile(join(ROOT, 'tsconfig.json'), (path) => sys.readFile(path));
  const { options } = parseJsonConfigFileContent(config, sys, ROOT);
  // An example names what its reader goes on with, so that a constant without use is no mistake.
  const compiler = { ...options, noEmit: true, incremental: false, noUnusedLocals: false };
  const host = createCompilerHost(compiler);
  const read = host.getSourceFile.bind(host);
  host.getSourceFile = (path, target, ...rest) =>
    path === EXAMPLES ? createSourceFile(path, text, target) : read(path, target, ...rest);
  const program = createProgram([EXAMPLES], compiler, host);
  const file = program.getSourceFile(EXAMPLES);

  return [...program.getSyntacticDiagnostics(file), ...program.getSemanticDiagnostics(file)].map(
    ({ start = 0, messageText }) => {
      let end = head.length;
      const owner = start < end ? undefined : constructs.find((_, at) => start < (end += scopes[at]?.length ?? 0));
      return `${owner?.name ?? 'prelude'}: ${flattenDiagnosticMessageText(messageText, '\n')}`;
    },
  );
}

const constructs = publicConstructs();

test('every public construct has an example that makes it', () => {
  const without = constructs.filter(({ name, example = '' }) => !example.includes(`new ${name}(`));
  expect(without.map(({ file }) => file)).toEqual([]);
  expect(constructs.length).toBeGreaterThan(40);
});

test('every example compiles', () => {
  expect(errorsOf(constructs)).toEqual([]);
}, 300_000);

test('an example that leaves out a required prop is named with its construct', () => {
  const example = "new SqlPool(stack, 'SqlPool', { name: 'serving', sku: 'DW100c', storage: 'GRS' });";
  const broken = constructs.map((construct) => (construct.name === 'SqlPool' ? { ...construct, example } : construct));
  expect(errorsOf(broken)).toEqual([expect.stringMatching(/^SqlPool: [^]*workspaceId/)]);
}, 300_000);
