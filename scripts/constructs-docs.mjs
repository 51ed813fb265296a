/**
 * Writes `docs/constructs/` from the source: every construct, its props, their defaults and reasons, what it refuses; and
 * the examples, quoted from their files. With `--check` it writes nothing and fails when a page is not what the source says.
 */
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import ts from 'typescript';
import { root } from '../setup/paths.mjs';

const OUTPUT = join(root, 'docs', 'constructs');
const NOTE = 'Generated from the source by `npm run docs`; a test compares the two.';

const pages = new Map([...constructPages(), ['examples.md', examplesPage()]]);
pages.set('README.md', indexPage([...pages.keys()].sort()));

if (process.argv.includes('--check')) {
  const stale = [...pages].filter(([name, text]) => read(join(OUTPUT, name)) !== text).map(([name]) => name);
  const extra = existsSync(OUTPUT) ? readdirSync(OUTPUT).filter((name) => !pages.has(name)) : [];
  for (const name of [...stale, ...extra])
    console.error(`docs/constructs/${name} is not what the source says: npm run docs`);
  process.exitCode = stale.length + extra.length === 0 ? 0 : 1;
} else {
  rmSync(OUTPUT, { recursive: true, force: true });
  mkdirSync(OUTPUT, { recursive: true });
  for (const [name, text] of pages) writeFileSync(join(OUTPUT, name), text);
  console.log(`docs/constructs: ${pages.size} pages`);
}

/** @returns {[string, string][]} */
function constructPages() {
  const files = readdirSync(join(root, 'constructs'), { recursive: true, encoding: 'utf8' })
    .map((file) => file.replaceAll('\\', '/'))
    .filter((file) => file.endsWith('.ts') && !file.startsWith('validation/'))
    .sort();
  const rooms = [...new Set(files.map((file) => dirname(file)))].sort();
  return rooms.map((room) => {
    const title = room === '.' ? 'lakehouse' : room;
    const parts = files.filter((file) => dirname(file) === room).flatMap(describe);
    return [`${title}.md`, [`# ${title}`, '', NOTE, '', ...parts].join('\n')];
  });
}

/** @param {string} file @returns {string[]} */
function describe(file) {
  const path = join(root, 'constructs', file);
  const source = ts.createSourceFile(path, readFileSync(path, 'utf8'), ts.ScriptTarget.Latest, true);
  const where = `[constructs/${file}](../../constructs/${file})`;
  return source.statements.flatMap((node) => {
    if (ts.isClassDeclaration(node) && isExported(node) && node.heritageClauses !== undefined && node.name) {
      const refuses = tagsOf(node, 'throws');
      return [
        `## ${node.name.text}`,
        '',
        ...[
          textOf(node),
          where,
          ...refuses.map((text) => `Refuses: ${text.replace(/^ConfigurationError (for )?/, '')}.`),
        ]
          .filter((text) => text !== '')
          .flatMap((text) => [text, '']),
      ];
    }
    if (!file.endsWith('-props.ts') || !ts.isInterfaceDeclaration(node)) return [];
    const members = node.members.filter(ts.isPropertySignature);
    if (members.length === 0) return [];
    const bases = (node.heritageClauses ?? []).flatMap(({ types }) => types.map((type) => `\`${type.getText()}\``));
    return [
      `### ${node.name.text}`,
      '',
      ...[textOf(node), bases.length === 0 ? '' : `With the props of ${bases.join(', ')}.`]
        .filter((text) => text !== '')
        .flatMap((text) => [text, '']),
      '| prop | type | left out | what it is |',
      '|---|---|---|---|',
      ...members.map(row),
      '',
    ];
  });
}

/** @param {ts.PropertySignature} member */
function row(member) {
  const [fallback = ''] = tagsOf(member, 'default');
  const left = member.questionToken === undefined ? 'required' : fallback.replace(/^- /, '');
  const cells = [`\`${member.name.getText()}\``, `\`${member.type?.getText() ?? ''}\``, left, textOf(member)];
  return `| ${cells.map((cell) => cell.replace(/\s+/g, ' ').replaceAll('|', '\\|')).join(' | ')} |`;
}

/** @param {ts.Node} node */
function textOf(node) {
  const docs = ts.getJSDocCommentsAndTags(node).filter(ts.isJSDoc);
  return docs
    .map(({ comment }) => ts.getTextOfJSDocComment(comment) ?? '')
    .join(' ')
    .trim();
}

/** @param {ts.Node} node @param {string} name @returns {string[]} */
function tagsOf(node, name) {
  return ts
    .getJSDocTags(node)
    .filter(({ tagName }) => tagName.text === name)
    .map((tag) => (ts.getTextOfJSDocComment(tag.comment) ?? '').replace(/\s+/g, ' ').trim());
}

/** @param {ts.ClassDeclaration} node */
function isExported(node) {
  return (node.modifiers ?? []).some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword);
}

function examplesPage() {
  const files = readdirSync(join(root, 'examples'))
    .filter((file) => file.endsWith('.ts'))
    .sort();
  const quoted = files.flatMap((file) => {
    const text = readFileSync(join(root, 'examples', file), 'utf8').trimEnd();
    return [
      `## ${file.replace(/\.ts$/, '')}`,
      '',
      `[examples/${file}](../../examples/${file})`,
      '',
      '```ts',
      text,
      '```',
      '',
    ];
  });
  return [
    '# Examples',
    '',
    `${NOTE} Each is compiled, synthesized, checked and priced in the tests.`,
    '',
    ...quoted,
  ].join('\n');
}

/** @param {readonly string[]} names */
function indexPage(names) {
  const lines = names.map((name) => `- [${name.replace(/\.md$/, '')}](${name})`);
  return ['# Constructs', '', NOTE, '', ...lines, ''].join('\n');
}

/** @param {string} file */
function read(file) {
  return existsSync(file) ? readFileSync(file, 'utf8') : undefined;
}
