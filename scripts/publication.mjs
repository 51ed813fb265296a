/**
 * Prepares package.json for the registry: `@<scope>/medallion`, not private any more. Refused unless tag, package.json and
 * CHANGELOG.md name one version: docs/decisions/0110-published-under-a-scope.md.
 *
 *   node scripts/publication.mjs --scope <organisation> --tag v1.2.3
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { root } from '../setup/paths.mjs';
import { refuse } from './terraform/refuse.mjs';

const { values } = parseArgs({
  options: {
    scope: { type: 'string', default: '' },
    tag: { type: 'string', default: '' },
    folder: { type: 'string', default: root },
  },
});
const { scope, tag, folder } = values;
const file = join(folder, 'package.json');
const content = JSON.parse(readFileSync(file, 'utf8'));

if (!/^[a-z0-9][a-z0-9-]*$/.test(scope))
  refuse(
    `'${scope}' is no scope of npm`,
    'Set the variable NPM_SCOPE to the organisation that publishes, without the @.',
  );
if (tag !== `v${content.version}`)
  refuse(
    `the tag is '${tag}', package.json says ${content.version}`,
    `Tag the commit v${content.version}, or change package.json.`,
  );
if (!readFileSync(join(folder, 'CHANGELOG.md'), 'utf8').includes(`\n## ${content.version}`))
  refuse(`CHANGELOG.md has no section ${content.version}`, `Write "## ${content.version} - <day>" above what is new.`);

delete content.private;
writeFileSync(file, `${JSON.stringify({ ...content, name: `@${scope}/medallion` }, null, 2)}\n`);
