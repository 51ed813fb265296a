import { isNode, isScalar, LineCounter, parseDocument, visit, type Document } from 'yaml';
import type { Finding } from './findings';

/** Where a value stands: keys and list positions from the top of the file. */
export type ValuePath = readonly (string | number)[];

const KEYS_OF_OBJECTS = new Set(['__proto__', 'constructor', 'prototype']);
/** As many as a large contract may have by hand; a bomb has billions. */
const MOST_ALIASES = 100;

/** A YAML file that knows the line of each of its values. */
export class ContractDocument {
  readonly content: unknown;
  readonly findings: Finding[] = [];
  /** Names whose value was reported as it was read: that it is missing would be said twice. */
  readonly reported = new Set<string>();
  private readonly lines = new LineCounter();
  private readonly document: Document;

  constructor(
    readonly file: string,
    text: string,
  ) {
    this.document = parseDocument(text, { lineCounter: this.lines });
    for (const { message, pos } of this.document.errors) {
      const line = this.lines.linePos(pos[0]).line;
      this.findings.push({ code: 'yaml-invalid', file, line, message: firstLine(message), remedy: 'Fix the YAML' });
    }
    this.refuseKeysOfObjects();
    this.content = this.findings.length === 0 ? this.values() : undefined;
  }

  /** Keys that every JavaScript object has: a value under one would change what objects are, or vanish. */
  private refuseKeysOfObjects(): void {
    visit(this.document, {
      Pair: (_, { key }) => {
        if (!isScalar(key) || !KEYS_OF_OBJECTS.has(String(key.value))) return;
        const line = this.lines.linePos(key.range?.[0] ?? 0).line;
        const message = `key '${String(key.value)}', which is no word of a contract`;
        this.findings.push({ code: 'forbidden-key', file: this.file, line, message, remedy: 'Remove it' });
      },
    });
  }

  /** Undefined, with a finding, where aliases would unfold to more than a contract can be. */
  private values(): unknown {
    try {
      return this.document.toJS({ maxAliasCount: MOST_ALIASES });
    } catch (error) {
      if (!(error instanceof ReferenceError)) throw error;
      let line = 1;
      visit(this.document, {
        Alias: (_, { range }) => {
          line = this.lines.linePos(range?.[0] ?? 0).line;
          return visit.BREAK;
        },
      });
      const message = `aliases that cannot be unfolded (${firstLine(error.message)})`;
      this.findings.push({
        code: 'too-many-aliases',
        file: this.file,
        line,
        message,
        remedy: 'Write the values out, without & and *',
      });
      return undefined;
    }
  }

  /** The line of the value at `path`, or of the nearest parent that stands in the file. */
  lineOf(path: ValuePath): number {
    for (let depth = path.length; depth > 0; depth -= 1) {
      const node = this.document.getIn(path.slice(0, depth), true);
      if (isNode(node) && node.range) return this.lines.linePos(node.range[0]).line;
    }
    return 1;
  }

  report(code: string, path: ValuePath, message: string, remedy: string): void {
    this.findings.push({ code, file: this.file, line: this.lineOf(path), message, remedy });
  }
}

function firstLine(text: string): string {
  return text.split('\n')[0] ?? text;
}
