/** Every single edit of a value that its declared type allows, read from the type declarations themselves. */
import ts from 'typescript';
import { type Examples, examplesIn, stringsLike, stringsNamed } from './edit-strings';

export interface Edit {
  /** Where, for example `storage.audit.retentionDays`. */
  readonly path: string;
  readonly what: 'changed' | 'removed' | 'added' | 'other kind' | 'reordered';
  /** Whole values with that one edit; the first that is accepted counts, because a type knows no formats. */
  readonly candidates: readonly unknown[];
}

interface Declared {
  readonly checker: ts.TypeChecker;
  readonly type: ts.Type;
}

const TRIES = 6;
/** Deeper than any setting; a type that holds itself ends here. */
const DEEPEST = 12;

/** The exported interface or type alias of a source file. */
export function declaredType(file: string, name: string): Declared {
  const program = ts.createProgram([file], { strict: true, exactOptionalPropertyTypes: true, noEmit: true, types: [] });
  const checker = program.getTypeChecker();
  const source = program.getSourceFile(file);
  const module = source === undefined ? undefined : checker.getSymbolAtLocation(source);
  const found = module === undefined ? undefined : checker.getExportsOfModule(module).find((one) => one.name === name);
  if (found === undefined) throw new Error(`${file} exports no ${name}.`);
  return { checker, type: checker.getDeclaredTypeOfSymbol(found) };
}

/** @param examples values of the same type, from which words are taken that a type does not tell */
export function editsOf({ checker, type }: Declared, value: unknown, examples: readonly unknown[]): readonly Edit[] {
  return new Editor(checker, examplesIn([value, ...examples])).edits(type, value, '', 0);
}

class Editor {
  constructor(
    private readonly checker: ts.TypeChecker,
    private readonly examples: Examples,
  ) {}

  edits(type: ts.Type, value: unknown, path: string, depth: number): readonly Edit[] {
    const kinds = this.members(type);
    const literals = kinds.filter(isLiteral).map((kind) => literalOf(this.checker, kind));
    const others = literals.filter((literal) => literal !== value);
    const changed = others.map((other): Edit => ({ path, what: 'changed', candidates: [other] }));
    if (typeof value === 'string') {
      if (literals.includes(value)) return changed;
      const isText = kinds.some(isTextual);
      return isText ? [{ path, what: 'changed', candidates: stringsLike(value, path, this.examples) }] : changed;
    }
    if (typeof value === 'number') {
      if (literals.includes(value)) return changed;
      return [{ path, what: 'changed', candidates: [value + 1, value * 2, value - 1, value / 2, value + 60] }];
    }
    if (typeof value !== 'object' || value === null) return [...changed, ...this.kinds(kinds, undefined, path, depth)];
    const objects = kinds.filter((kind) => !isLiteral(kind) && (kind.flags & ts.TypeFlags.Object) !== 0);
    const own = objects.find((kind) => this.fits(kind, value)) ?? objects[0];
    if (own === undefined) return changed;
    const inside = Array.isArray(value)
      ? this.listEdits(own, value, path, depth)
      : this.objectEdits(own, value as Readonly<Record<string, unknown>>, path, depth);
    return [...changed, ...this.kinds(objects, own, path, depth), ...inside];
  }

  /** The other members of a union, each with a value of its own. */
  private kinds(kinds: readonly ts.Type[], own: ts.Type | undefined, path: string, depth: number): readonly Edit[] {
    return kinds
      .filter((kind) => kind !== own && !isLiteral(kind))
      .map((kind): Edit => ({ path, what: 'other kind', candidates: this.samples(kind, path, depth) }));
  }

  private objectEdits(type: ts.Type, value: Readonly<Record<string, unknown>>, path: string, depth: number): Edit[] {
    const at = (name: string): string => (path === '' ? name : `${path}.${name}`);
    const without = (name: string): unknown =>
      Object.fromEntries(Object.entries(value).filter(([other]) => other !== name));
    const within = (name: string, kind: ts.Type): Edit[] =>
      this.edits(kind, value[name], at(name), depth + 1).map((edit) => ({
        ...edit,
        candidates: edit.candidates.map((next) => ({ ...value, [name]: next })),
      }));
    const added = (name: string, kind: ts.Type): Edit => ({
      path: at(name),
      what: 'added',
      candidates: this.samples(kind, at(name), depth + 1).map((next) => ({ ...value, [name]: next })),
    });
    const declared = this.checker.getPropertiesOfType(type).flatMap((property): Edit[] => {
      const kind = this.checker.getTypeOfSymbol(property);
      const isOptional = (property.flags & ts.SymbolFlags.Optional) !== 0;
      const { name } = property;
      if (value[name] === undefined) return isOptional ? [added(name, kind)] : [];
      const removed: Edit = { path: at(name), what: 'removed', candidates: [without(name)] };
      return [...(isOptional ? [removed] : []), ...within(name, kind)];
    });
    const free = this.checker.getIndexTypeOfType(type, ts.IndexKind.String);
    if (free === undefined) return declared;
    const named = Object.keys(value).flatMap((name): Edit[] => [
      { path: at(name), what: 'removed', candidates: [without(name)] },
      ...within(name, free),
    ]);
    return [...declared, ...named, added('extra', free)];
  }

  private listEdits(type: ts.Type, value: readonly unknown[], path: string, depth: number): Edit[] {
    const item = this.checker.getIndexTypeOfType(type, ts.IndexKind.Number);
    if (item === undefined) return [];
    const replaced = (at: number, next: unknown): unknown => value.map((old, index) => (index === at ? next : old));
    const inside = value.flatMap((one, index) =>
      this.edits(item, one, `${path}[${String(index)}]`, depth + 1).map((edit) => ({
        ...edit,
        candidates: edit.candidates.map((next) => replaced(index, next)),
      })),
    );
    const gone = value.map((_, index): Edit => ({
      path: `${path}[${String(index)}]`,
      what: 'removed',
      candidates: [value.filter((_, other) => other !== index)],
    }));
    const more: Edit = {
      path: `${path}[]`,
      what: 'added',
      candidates: this.samples(item, `${path}[]`, depth + 1).map((next) => [...value, next]),
    };
    const turned: Edit = { path, what: 'reordered', candidates: [[...value].reverse()] };
    const isSame = JSON.stringify(value) === JSON.stringify([...value].reverse());
    return [...inside, ...gone, more, ...(isSame ? [] : [turned])];
  }

  /** Values of a type, with as little in them as it asks for. */
  private samples(type: ts.Type, path: string, depth: number): readonly unknown[] {
    if (depth > DEEPEST) return [];
    return this.members(type)
      .flatMap((kind) => this.samplesOf(kind, path, depth))
      .slice(0, TRIES);
  }

  private samplesOf(kind: ts.Type, path: string, depth: number): readonly unknown[] {
    if (isLiteral(kind)) return [literalOf(this.checker, kind)];
    if (isTextual(kind)) return stringsNamed(path, this.examples);
    if ((kind.flags & ts.TypeFlags.NumberLike) !== 0) return [1, 30, 100];
    const item = this.checker.getIndexTypeOfType(kind, ts.IndexKind.Number);
    if (item !== undefined) return this.samples(item, `${path}[]`, depth + 1).map((one) => [one]);
    const free = this.checker.getIndexTypeOfType(kind, ts.IndexKind.String);
    const required = this.checker
      .getPropertiesOfType(kind)
      .filter(({ flags }) => (flags & ts.SymbolFlags.Optional) === 0)
      .map((property): [string, readonly unknown[]] => [
        property.name,
        this.samples(this.checker.getTypeOfSymbol(property), `${path}.${property.name}`, depth + 1),
      ]);
    if (required.length === 0 && free !== undefined)
      return this.samples(free, `${path}.extra`, depth + 1).map((extra) => ({ extra }));
    const optional = this.checker.getPropertiesOfType(kind);
    if (required.length === 0)
      return optional.flatMap((property) =>
        this.samples(this.checker.getTypeOfSymbol(property), `${path}.${property.name}`, depth + 1)
          .slice(0, 2)
          .map((one) => ({ [property.name]: one })),
      );
    // One after the other, so that as many values of each part are tried as there are tries.
    return Array.from({ length: Math.min(TRIES, Math.max(...required.map(([, ones]) => ones.length))) }, (_, turn) =>
      Object.fromEntries(required.map(([name, ones]) => [name, ones[turn % Math.max(ones.length, 1)]])),
    );
  }

  private members(type: ts.Type): readonly ts.Type[] {
    const all = type.isUnion() ? type.types : [type];
    return all.filter(({ flags }) => (flags & (ts.TypeFlags.Undefined | ts.TypeFlags.Null)) === 0);
  }

  /** Whether the value has what the type asks for, its literals as they stand. */
  private fits(kind: ts.Type, value: object): boolean {
    const given = value as Readonly<Record<string, unknown>>;
    if (Array.isArray(value)) return this.checker.getIndexTypeOfType(kind, ts.IndexKind.Number) !== undefined;
    return this.checker.getPropertiesOfType(kind).every((property) => {
      const present = given[property.name];
      if (present === undefined) return (property.flags & ts.SymbolFlags.Optional) !== 0;
      const literals = this.members(this.checker.getTypeOfSymbol(property)).filter(isLiteral);
      const known = literals.map((literal) => literalOf(this.checker, literal));
      return typeof present !== 'string' || known.length === 0 || known.includes(present);
    });
  }
}

function isLiteral(type: ts.Type): boolean {
  return (type.flags & (ts.TypeFlags.StringLiteral | ts.TypeFlags.NumberLiteral | ts.TypeFlags.BooleanLiteral)) !== 0;
}

function isTextual(type: ts.Type): boolean {
  return (type.flags & (ts.TypeFlags.String | ts.TypeFlags.TemplateLiteral)) !== 0;
}

function literalOf(checker: ts.TypeChecker, type: ts.Type): unknown {
  return type.isLiteral() ? type.value : checker.typeToString(type) === 'true';
}
