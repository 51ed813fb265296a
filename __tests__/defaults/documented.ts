import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import {
  createSourceFile,
  forEachChild,
  getJSDocTags,
  isInterfaceDeclaration,
  isPropertySignature,
  ScriptTarget,
  type ExpressionWithTypeArguments,
  type InterfaceDeclaration,
  type Node,
  type PropertySignature,
} from 'typescript';

const ROOT = join(__dirname, '..', '..');

/** An optional prop, and what its doc says happens without it. */
export interface OptionalProp {
  readonly file: string;
  readonly type: string;
  readonly prop: string;
  /** Text of `@default`; undefined where there is none. */
  readonly documented: string | undefined;
}

/** Interfaces of every `*-props.ts` of constructs/ and of the settings they extend, with the interfaces they extend. */
export function propsTypes(): ReadonlyMap<string, { readonly parents: readonly string[]; readonly file: string }> {
  return new Map(
    declarations().map(({ file, node }) => [
      node.name.text,
      { file, parents: (node.heritageClauses ?? []).flatMap(({ types }) => types.map(parentOf)) },
    ]),
  );
}

/** `Omit<Settings, ...>` extends `Settings`. */
function parentOf(type: ExpressionWithTypeArguments): string {
  const name = type.expression.getText();
  return name === 'Omit' ? (type.typeArguments?.[0]?.getText() ?? name) : name;
}

export function optionalProps(): readonly OptionalProp[] {
  return declarations().flatMap(({ file, node }) =>
    node.members
      .filter(
        (member): member is PropertySignature => isPropertySignature(member) && member.questionToken !== undefined,
      )
      .map((member) => ({ file, type: node.name.text, prop: member.name.getText(), documented: defaultOf(member) })),
  );
}

/**
 * The value that a `@default` states, when it states one: a number, a boolean or a quoted text, up to the comma or colon
 * behind which the reason stands. Undefined for a dash, which describes a behaviour.
 */
export function literalOf(documented: string): string | number | boolean | undefined {
  const [, text] = /^'([^']*)'/.exec(documented) ?? [];
  if (text !== undefined) return text;
  const [word = ''] = documented.split(/[,:;\s]/);
  if (word === '-' || word === '') return undefined;
  if (word === 'true' || word === 'false') return word === 'true';
  return /^-?[\d_.]+$/.test(word) ? Number(word.replaceAll('_', '')) : word.replace(/^`|`$/g, '');
}

function declarations(): readonly { readonly file: string; readonly node: InterfaceDeclaration }[] {
  return [...filesBelow('constructs', '-props.ts'), ...filesBelow('environments/settings', '.ts')].flatMap((path) => {
    const source = createSourceFile(path, readFileSync(path, 'utf8'), ScriptTarget.Latest, true);
    const found: InterfaceDeclaration[] = [];
    const visit = (node: Node): void => {
      if (isInterfaceDeclaration(node)) found.push(node);
      forEachChild(node, visit);
    };
    visit(source);
    return found.map((node) => ({ file: relative(ROOT, path), node }));
  });
}

function filesBelow(folder: string, ending: string): readonly string[] {
  return readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith(ending))
    .sort()
    .map((file) => join(ROOT, folder, file));
}

function defaultOf(member: PropertySignature): string | undefined {
  const tag = getJSDocTags(member).find(({ tagName }) => tagName.text === 'default');
  const comment = tag?.comment;
  return typeof comment === 'string' ? comment.replace(/\s+/g, ' ').trim() : undefined;
}
