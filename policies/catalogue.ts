import type { Rule } from './rule';
import type { RuleGroup } from './rules';

const OWN_RULES = [
  '## Rules of your own',
  '',
  'A folder of TypeScript modules, one rule a file: `only-in-europe.ts` has `export const rule: Rule = { id: "only-in-europe", ... }`.',
  '[`examples/rules`](../examples/rules) has one. `npx medallion policy --rules <folder>` and `review --rules <folder>` judge them',
  'beside ours, in every environment; plain JavaScript (`exports.rule = {...}`) is read as well. `ruleTests` of',
  '`policies/testing.ts` gives the tests that every rule here has, for any test runner: two findings, a pass, an undecided case.',
];

/** The rule catalogue (`docs/rules.md`) as Markdown, group by group. */
export function renderCatalogue(groups: readonly RuleGroup[]): string {
  const rules = groups.flatMap((group) => group.rules);
  const errors = rules.filter(({ level }) => level === 'error').length;
  const head = [
    '# Rules',
    '',
    'Generated from `policies/rules` by `node dist/policies/write-catalogue.js`; a test compares the two.',
    '',
    `${String(rules.length)} rules, ${String(errors)} of them errors. A rule reads the synthesized JSON of a stack and says of each`,
    'resource: compliant, non-compliant, or cannot decide (the value is known only to Terraform).',
    '',
    'An environment is held to a pack: `baseline` (dev), `production` (staging, prod) or `regulated`, each with all of the',
    'one before. The column "from" names the first pack that holds the rule. An environment without a pack of its own is held to every rule.',
    '',
    ...OWN_RULES,
    ...groups.flatMap((group) => ['', `## ${group.name}`, '', ...table(group.rules)]),
  ];
  return [...head, ...rules.flatMap(section), ''].join('\n');
}

function table(rules: readonly Rule[]): readonly string[] {
  return [
    '| rule | level | from | what must hold |',
    '|---|---|---|---|',
    ...rules.map(({ id, level, pack, what }) => `| [${id}](#${id}) | ${level} | ${pack} | ${what} |`),
  ];
}

function section({ id, level, pack, waivable, when, what, why, remedy, controls, source }: Rule): readonly string[] {
  return [
    '',
    `### ${id}`,
    '',
    `**${level}** · from ${pack} · \`policies/rules/${id}.ts\`${waivable ? '' : ' · cannot be waived in prod'}${when === 'synth' ? ' · refused at synth' : ''}`,
    '',
    what,
    '',
    `- Why: ${why}`,
    `- Remedy: ${remedy}`,
    `- Controls: ${controls.join('; ')}`,
    `- Source: ${source}`,
  ];
}
