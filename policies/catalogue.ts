import type { Rule } from './rule';

/** The rule catalogue (`docs/rules.md`) as Markdown, in the order of the pack. */
export function renderCatalogue(rules: readonly Rule[]): string {
  const errors = rules.filter(({ level }) => level === 'error').length;
  const head = [
    '# Rules',
    '',
    'Generated from `policies/rules` by `node dist/policies/write-catalogue.js`; a test compares the two.',
    '',
    `${String(rules.length)} rules, ${String(errors)} of them errors. A rule reads the synthesized JSON of a stack and says of each`,
    'resource: compliant, non-compliant, or cannot decide (the value is known only to Terraform).',
    '',
    '| rule | level | what must hold |',
    '|---|---|---|',
    ...rules.map(({ id, level, what }) => `| [${id}](#${id}) | ${level} | ${what} |`),
  ];
  return [...head, ...rules.flatMap(section), ''].join('\n');
}

function section({ id, level, what, why, remedy, controls, source }: Rule): readonly string[] {
  return [
    '',
    `## ${id}`,
    '',
    `**${level}** · \`policies/rules/${id}.ts\``,
    '',
    what,
    '',
    `- Why: ${why}`,
    `- Remedy: ${remedy}`,
    `- Controls: ${controls.join('; ')}`,
    `- Source: ${source}`,
  ];
}
