import { LAYERS, type TableName } from '../../contracts/contract';
import { html, type Html } from '../html';
import { count } from '../numbers';
import type { ReportData } from '../report-data';

interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

interface Drawing {
  readonly width: number;
  readonly height: number;
  readonly boxes: ReadonlyMap<TableName, Box>;
  /** SVG path from the reader's source to the reader. */
  readonly path: (from: Box, to: Box) => string;
}

const WIDE = { width: 1080, box: { width: 270, height: 58 }, gap: 22, top: 12 };
const NARROW = { width: 340, left: 46, height: 46, gap: 10, layerGap: 18, top: 6 };

/** Which table feeds which, with the rows that stand in each; a dashed line is a check against another table's keys. */
export function renderTableGraph(data: ReportData): Html {
  return html`<div class="chart wide">${draw(data, columns(data), 'wide')}</div>
    <div class="chart narrow">${draw(data, list(data), 'narrow')}</div>`;
}

function draw(data: ReportData, { width, height, boxes, path }: Drawing, id: string): Html {
  const marker = `arrow-${id}`;
  const edges = data.tables.flatMap(({ name, inputs, foreignKeys }) =>
    inputs.flatMap((input) => {
      const [from, to] = [boxes.get(input), boxes.get(name)];
      if (from === undefined || to === undefined) return [];
      const kind = foreignKeys.some(({ references }) => references.table === input) ? 'edge check' : 'edge';
      return [html`<path class="${kind}" d="${path(from, to)}" marker-end="url(#${marker})" />`];
    }),
  );
  const nodes = data.tables.flatMap(({ name, layer, table, grain }) => {
    const box = boxes.get(name);
    return box === undefined ? [] : [node(box, layer, table, grain, rowsOf(data, name))];
  });
  const summary = data.tables.map(({ name, inputs }) => `${name} reads ${inputs.join(', ') || 'landing files'}`);
  return html`<svg
    viewBox="0 0 ${width} ${height}"
    width="${width}"
    height="${height}"
    class="graph"
    role="img"
    aria-label="${summary.join('; ')}"
  >
    <defs>
      <marker id="${marker}" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" orient="auto">
        <path class="arrow" d="M0 0.5 L7.5 4 L0 7.5 Z" />
      </marker>
    </defs>
    ${edges}${nodes}
  </svg>`;
}

function node({ x, y, width, height }: Box, layer: string, table: string, grain: string, rows: string): Html {
  return html`<g transform="translate(${x} ${y})">
    <title>${layer}.${table}: ${grain}</title>
    <rect class="node" width="${width}" height="${height}" rx="8" />
    <rect class="stripe ${layer}" width="5" height="${height - 16}" x="8" y="8" rx="2.5" />
    <text class="name" x="24" y="${height / 2 - 4}">${table}</text>
    <text class="rows" x="24" y="${height / 2 + 14}">${rows}</text>
  </g>`;
}

function rowsOf({ lake }: ReportData, name: TableName): string {
  const state = lake.tables.find((table) => table.name === name);
  return state === undefined ? 'not written yet' : `${count(state.rows)} rows`;
}

/** One column a layer, read from left to right. */
function columns({ tables }: ReportData): Drawing {
  const { width, box, gap, top } = WIDE;
  const step = (width - box.width) / (LAYERS.length - 1);
  const tallest = Math.max(1, ...LAYERS.map((layer) => tables.filter((table) => table.layer === layer).length));
  const height = top * 2 + tallest * (box.height + gap) - gap;
  const boxes = LAYERS.flatMap((layer, column) => {
    const members = tables.filter((table) => table.layer === layer).sort(byName);
    const taken = members.length * (box.height + gap) - gap;
    return members.map(({ name }, row): [TableName, Box] => [
      name,
      { ...box, x: Math.round(column * step), y: Math.round((height - taken) / 2 + row * (box.height + gap)) },
    ]);
  });
  return { width, height, boxes: new Map(boxes), path: acrossColumns };
}

function acrossColumns(from: Box, to: Box): string {
  const [startY, endY] = [from.y + from.height / 2, to.y + to.height / 2];
  if (from.x === to.x) {
    const bulge = from.x - 46;
    return `M${from.x} ${startY} C${bulge} ${startY} ${bulge} ${endY} ${to.x - 2} ${endY}`;
  }
  const [start, end] = [from.x + from.width, to.x - 2];
  const middle = (start + end) / 2;
  return `M${start} ${startY} C${middle} ${startY} ${middle} ${endY} ${end} ${endY}`;
}

/** One below the other, each below what it reads, with arcs at the left: for a phone. */
function list({ tables }: ReportData): Drawing {
  const { width, left, height, gap, layerGap, top } = NARROW;
  const sorted = LAYERS.flatMap((layer) => tables.filter((table) => table.layer === layer));
  let y = top;
  const boxes = sorted.map(({ name, layer }, index): [TableName, Box] => {
    if (index > 0) y += height + (sorted[index - 1]?.layer === layer ? gap : layerGap);
    return [name, { x: left, y, width: width - left - 2, height }];
  });
  return { width, height: y + height + top, boxes: new Map(boxes), path: alongList };
}

function alongList(from: Box, to: Box): string {
  const [startY, endY] = [from.y + from.height / 2 + 6, to.y + to.height / 2 - 6];
  const bulge = Math.max(4, from.x - 10 - Math.abs(endY - startY) / 7);
  return `M${from.x} ${startY} C${bulge} ${startY} ${bulge} ${endY} ${to.x - 2} ${endY}`;
}

function byName(one: { readonly name: string }, other: { readonly name: string }): number {
  return one.name < other.name ? -1 : 1;
}
