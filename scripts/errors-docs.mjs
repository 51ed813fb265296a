/**
 * Writes `docs/errors.md`: every code, where it is raised, the message and the remedy. With `--check` it writes nothing and
 * fails when the page is not what the source says.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../setup/paths.mjs';
import { collectErrors } from './errors/collect.mjs';

const OUTPUT = join(root, 'docs', 'errors.md');

const PARTS = [
  {
    title: 'Command line, delivery, prices and reviews',
    text: 'Exit code 2, unless the engine ended the run with its own.',
    has: (/** @type {string} */ file) => !/^(contracts|constructs|refusals|pipelines)\//.test(file),
  },
  {
    title: 'Contracts',
    text: 'Findings of `contracts validate`, of a synthesis and of a package; the error around them is `contract-invalid`.',
    has: (/** @type {string} */ file) => file.startsWith('contracts/'),
  },
  {
    title: 'Constructs and stacks',
    text: 'Raised while a stack is made. `stack-refused` carries one finding per violation, whose code is the id of the check or of the rule in [rules.md](rules.md).',
    has: (/** @type {string} */ file) => /^(constructs|refusals)\//.test(file),
  },
  {
    title: 'Engine',
    text: 'Raised by the Spark jobs; the command line prints them and passes on the exit code of the run.',
    has: (/** @type {string} */ file) => file.startsWith('pipelines/'),
  },
];

const INTRODUCTION = `# Error codes

Generated from the source by \`npm run docs\`; a test compares the two.

Every error has a code that stays when its message is reworded, a message (what happened, to which thing, with which
value), and a remedy that begins with a verb. The command line prints them to standard error:

\`\`\`text
error: there is no environment 'prd'
remedy: Use 'prod', or one of: dev, staging, prod
code: unknown-environment
\`\`\`

With \`--format json\` it prints one JSON object on one line instead, also to standard error, with the same exit code:
\`{"code", "message", "remedy", "at"}\`. \`at\` is \`file:line\`, the path of a construct, or null. An error that reports
several faults at once (\`contract-invalid\`, \`stack-refused\`) adds \`findings\`, a list of objects of the same four keys.
What Medallion did not foresee has the code \`unexpected\` and exit code 1.

In the tables, \`<name>\` stands for what is computed, and an empty remedy for one that is computed as a whole.
`;

const text = render();
if (process.argv.includes('--check')) {
  const same = existsSync(OUTPUT) && readFileSync(OUTPUT, 'utf8') === text;
  if (!same) console.error('docs/errors.md is not what the source says: npm run docs');
  process.exitCode = same ? 0 : 1;
} else {
  writeFileSync(OUTPUT, text);
  console.log('docs/errors.md: written');
}

/** @returns {string} */
function render() {
  const errors = collectErrors(root);
  const sections = PARTS.map(({ title, text: about, has }) => {
    const rows = new Map();
    for (const { code, message = '', remedies, file } of errors) {
      if (code === undefined || !has(file)) continue;
      const cells = [
        `\`${code}\``,
        `[${file.split('/').at(-1)}](../${file})`,
        cell(message),
        cell(remedies.join(' / ')),
      ];
      rows.set(cells.join(' | '), code);
    }
    const sorted = [...rows].sort(([one, code], [other, otherCode]) => compare(code, otherCode) || compare(one, other));
    const codes = new Set(rows.values()).size;
    return [
      `## ${title}`,
      '',
      `${about} ${codes} codes.`,
      '',
      '| code | raised in | message | remedy |',
      '|---|---|---|---|',
      ...sorted.map(([row]) => `| ${row} |`),
      '',
    ].join('\n');
  });
  return [INTRODUCTION, ...sections].join('\n');
}

/** @param {string} one @param {string} other */
function compare(one, other) {
  return one < other ? -1 : one > other ? 1 : 0;
}

/** Text as a table shows it. @param {string} value */
function cell(value) {
  return value.replaceAll('\n', ' ').replaceAll('|', '\\|').replaceAll('<', '&lt;').replaceAll('*', '\\*').trim();
}
