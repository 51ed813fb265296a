import * as echarts from 'echarts';
import type { EChartsOption } from 'echarts';
import { html, type Html, trusted } from '../html';

/** Colours come from the page's style sheet, so that one drawing serves light and dark. */
export const INK = 'var(--ink)';
export const QUIET = 'var(--quiet)';
export const LINE = 'var(--line)';

export const FONT = 'system-ui, sans-serif';

export interface Size {
  readonly width: number;
  readonly height: number;
}

export interface Chart {
  /** Unique in the page. */
  readonly id: string;
  /** What a reader hears who does not see it. */
  readonly label: string;
  readonly wide: Size;
  readonly narrow: Size;
  readonly option: (narrow: boolean) => EChartsOption;
}

/** A chart as static SVG, drawn once for a wide page and once for a phone: shrunken text cannot be read. */
export function renderChart({ id, label, wide, narrow, option }: Chart): Html {
  return html`<div class="chart wide" role="img" aria-label="${label}">
      ${trusted(draw(`${id}-wide`, wide, option(false)))}
    </div>
    <div class="chart narrow" role="img" aria-label="${label}">
      ${trusted(draw(`${id}-narrow`, narrow, option(true)))}
    </div>`;
}

/**
 * What the library leaves for a script to hook into, numbered per process: here is no script, and without them the same
 * data gives the same page. Text cannot match, because the library escapes quotes in it.
 */
const HOOKS = /<style ?><!\[CDATA\[[\s\S]*?\]\]>\s*<\/style>| ecmeta_\w+="[^"]*"| class="zr\d+-cls-\d+"/g;

function draw(id: string, { width, height }: Size, option: EChartsOption): string {
  const chart = echarts.init(null, null, { renderer: 'svg', ssr: true, width, height });
  try {
    chart.setOption({ animation: false, textStyle: { fontFamily: FONT }, ...option });
    return chart
      .renderToSVGString()
      .replace(HOOKS, '')
      .replace(/\bzr\d+-/g, `${id}-`);
  } finally {
    chart.dispose();
  }
}
