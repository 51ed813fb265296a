/** Takes out of a draft what our own validation refuses, one finding after the other, and says what and why. */
import {
  isCollection,
  isMap,
  isPair,
  isScalar,
  LineCounter,
  parseDocument,
  visit,
  type Document,
  type Node,
  type Pair,
} from 'yaml';
import { ContractError, type Finding } from '../findings';
import { parseContracts } from '../load';
import type { Loss } from './columns';

export interface Settled {
  readonly text: string;
  /** What nobody but a person can decide: the draft is not valid without it. */
  readonly open: readonly Finding[];
}

/** More than a contract has parts to take out. */
const MOST_ROUNDS = 200;
/** Lists whose items are taken out as a whole. */
const LISTS = ['quality', 'relationships', 'slaProperties', 'customProperties', 'enum'];
/** Words without which a table, or a column, is none. */
const NEEDED = [
  'name',
  'physicalType',
  'physicalName',
  'schema',
  'properties',
  'layer',
  'source',
  'pii',
  'kind',
  'apiVersion',
];

export function settle(file: string, text: string, losses: Loss[]): Settled {
  let now = text;
  for (let round = 0; round < MOST_ROUNDS; round++) {
    const findings = findingsOf(file, now);
    const next = firstOf(findings, (finding) => without(now, finding, losses));
    if (next === undefined) return { text: now, open: findings };
    now = next;
  }
  return { text: now, open: findingsOf(file, now) };
}

function firstOf<T, U>(all: readonly T[], make: (one: T) => U | undefined): U | undefined {
  for (const one of all) {
    const made = make(one);
    if (made !== undefined) return made;
  }
  return undefined;
}

function findingsOf(file: string, text: string): readonly Finding[] {
  try {
    parseContracts([{ file, text }]);
    return [];
  } catch (error) {
    if (error instanceof ContractError) return error.inContracts;
    throw error;
  }
}

/** The draft without the smallest part around the finding that may go; undefined where none may. */
function without(text: string, { line, message, remedy }: Finding, losses: Loss[]): string | undefined {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines });
  const path = pathAt(document, lines, line);
  const cut = removable(path);
  if (cut === undefined) return undefined;
  document.deleteIn(cut);
  const parent = document.getIn(cut.slice(0, -1));
  if (isCollection(parent) && parent.items.length === 0) document.deleteIn(cut.slice(0, -1));
  losses.push({ at: `draft: ${cut.join('.')}`, what: message, remedy });
  return document.toString({ lineWidth: 120 });
}

type Path = readonly (string | number)[];

/** The deepest value that begins on the line. */
function pathAt(document: Document, lines: LineCounter, line: number): Path {
  let found: Path = [];
  visit(document, {
    Node: (_, node, ancestors) => {
      if (node.range && lines.linePos(node.range[0]).line === line) found = pathOf(node, ancestors);
    },
  });
  return found;
}

function pathOf(node: Node, ancestors: readonly (Document | Node | Pair)[]): Path {
  const path: (string | number)[] = [];
  const whole = [...ancestors, node];
  whole.forEach((one, place) => {
    const next = whole[place + 1];
    if (isPair(one) && isScalar(one.key)) path.push(String(one.key.value));
    else if (isCollection(one) && !isMap(one) && next !== undefined) path.push(one.items.indexOf(next as never));
  });
  return path;
}

function removable(path: Path): Path | undefined {
  for (let end = path.length; end > 1; end--) {
    const [list, item] = [path[end - 2], path[end - 1]];
    if (typeof item === 'number' && typeof list === 'string' && LISTS.includes(list)) return path.slice(0, end);
  }
  const last = path.at(-1);
  return typeof last === 'string' && !NEEDED.includes(last) && path.length > 1 ? path : undefined;
}
