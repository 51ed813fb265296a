/** The page's only style sheet. Colours are named by purpose; the dark set replaces values, never rules. */
export const STYLE = `
:root {
  color-scheme: light dark;
  --paper: #fbfaf8; --card: #ffffff; --ink: #1d2330; --quiet: #5d6675; --line: #e5e2dc;
  --accent: #1f5fbf; --accent-soft: #9dbbe6; --accent-faint: #e9f0fa;
  --bronze: #a8683a; --silver: #7d8896; --gold: #c79a1b;
  --good: #17734b; --bad: #b3261e; --warn: #8a5a00; --good-bg: #e3f3ea; --bad-bg: #fbe6e4; --warn-bg: #faf0d7;
}
@media (prefers-color-scheme: dark) {
  :root {
    --paper: #12151b; --card: #1a1f28; --ink: #e8eaee; --quiet: #a1abba; --line: #2d3440;
    --accent: #7fb0ff; --accent-soft: #3f6299; --accent-faint: #1d2a40;
    --bronze: #d08b59; --silver: #aab4c2; --gold: #e0b93f;
    --good: #6fd0a0; --bad: #ff9b93; --warn: #e9bf62; --good-bg: #16352a; --bad-bg: #43211f; --warn-bg: #3a2f14;
  }
}
* { box-sizing: border-box; }
body { margin: 0; background: var(--paper); color: var(--ink); font: 15px/1.5 system-ui, -apple-system, 'Segoe UI', sans-serif; }
main, header, footer { max-width: 1160px; margin: 0 auto; padding: 0 16px; }
header { padding-top: 36px; padding-bottom: 8px; }
h1 { font-size: 28px; line-height: 1.2; margin: 0 0 10px; letter-spacing: -0.01em; }
h2 { font-size: 18px; margin: 0 0 4px; letter-spacing: -0.005em; }
h3 { font-size: 14px; margin: 22px 0 6px; }
section { background: var(--card); border: 1px solid var(--line); border-radius: 12px; padding: 22px 22px 24px; margin: 18px 0; }
p.about { color: var(--quiet); margin: 0 0 18px; max-width: 75ch; }
.facts { display: flex; flex-wrap: wrap; gap: 4px 28px; margin: 0; color: var(--quiet); }
.facts div { display: flex; gap: 8px; }
.facts dt { margin: 0; } .facts dd { margin: 0; color: var(--ink); }
code, .mono { font-family: ui-monospace, 'SF Mono', Menlo, Consolas, monospace; font-size: 0.92em; overflow-wrap: anywhere; }
td code { white-space: nowrap; }
.what { color: var(--quiet); font-weight: 400; font-size: 13px; white-space: normal; min-width: 190px; }
.tiles { display: grid; grid-template-columns: repeat(4, minmax(0, 1fr)); gap: 12px; margin: 20px 0 0; padding: 0; list-style: none; }
.tiles li { background: var(--card); border: 1px solid var(--line); border-radius: 12px; padding: 14px 16px; }
.tiles b { display: block; font-size: 22px; line-height: 1.25; font-variant-numeric: tabular-nums; letter-spacing: -0.01em; }
.tiles span { color: var(--quiet); font-size: 13px; display: block; }
.scroll { overflow-x: auto; margin: 0 -6px; }
.scroll:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
table { border-collapse: separate; border-spacing: 0; width: 100%; font-variant-numeric: tabular-nums; font-size: 14px; }
th { text-align: left; font-weight: 600; color: var(--quiet); font-size: 12.5px; white-space: nowrap; }
th, td { padding: 7px 8px; border-bottom: 1px solid var(--line); vertical-align: top; }
tbody tr:last-child > * { border-bottom: 0; }
tbody th { color: var(--ink); font-size: 14px; font-weight: 500; }
td.n, th.n { text-align: right; white-space: nowrap; }
tfoot th, tfoot td { border-top: 1px solid var(--line); border-bottom: 0; font-weight: 600; color: var(--ink); }
.dot { display: inline-block; width: 9px; height: 9px; border-radius: 3px; margin-right: 8px; }
.dot.bronze, .stripe.bronze { background: var(--bronze); fill: var(--bronze); }
.dot.silver, .stripe.silver { background: var(--silver); fill: var(--silver); }
.dot.gold, .stripe.gold { background: var(--gold); fill: var(--gold); }
.tag { display: inline-block; border-radius: 999px; padding: 0 9px; font-size: 12.5px; line-height: 20px; white-space: nowrap; background: var(--line); color: var(--quiet); }
.tag.good { background: var(--good-bg); color: var(--good); }
.tag.bad { background: var(--bad-bg); color: var(--bad); }
.tag.warn { background: var(--warn-bg); color: var(--warn); }
.bars { display: block; } .bars .ok { fill: var(--accent-soft); } .bars .out { fill: var(--bad); }
.chart + .chart + .scroll { margin-top: 14px; }
.chart svg { display: block; max-width: 100%; height: auto; }
.chart.narrow { display: none; }
.graph .node { fill: var(--paper); stroke: var(--line); }
.graph .name { fill: var(--ink); font-size: 14px; font-weight: 600; }
.graph .rows { fill: var(--quiet); font-size: 12.5px; }
.graph .edge { fill: none; stroke: var(--quiet); stroke-width: 1.4; opacity: 0.75; }
.graph .edge.check { stroke-dasharray: 4 4; }
.graph .arrow { fill: var(--quiet); }
details { margin-top: 14px; } summary { cursor: pointer; color: var(--accent); font-size: 14px; }
summary:focus-visible { outline: 2px solid var(--accent); outline-offset: 3px; border-radius: 4px; }
.note { color: var(--quiet); font-size: 13px; margin: 14px 0 0; max-width: 100ch; }
footer { color: var(--quiet); font-size: 13px; padding-bottom: 40px; }
@media (max-width: 720px) {
  .chart.wide { display: none; } .chart.narrow { display: block; }
  tbody th { position: sticky; left: 0; background: var(--card); }
  section { padding: 18px 14px; } h1 { font-size: 23px; } header { padding-top: 24px; }
  .tiles { grid-template-columns: repeat(2, minmax(0, 1fr)); } .tiles b { font-size: 18px; } .tiles li { padding: 12px; }
}
`;
