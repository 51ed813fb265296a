/**
 * Proposes refreshed prices as a pull request, with the GitHub command line. Does nothing when no price changed.
 *
 * Argument: the Markdown that `medallion cost refresh` printed. Environment: GH_TOKEN.
 */
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';

const BRANCH = 'prices/refresh';
const SHEETS = 'finops/prices';
const TITLE = 'Refresh list prices';
const [file = ''] = process.argv.slice(2);

if (!existsSync(file)) {
  process.stderr.write(
    `error: there is no file '${file}'\nremedy: Run \`npx medallion cost refresh --write > prices.md\` first.\n`,
  );
  process.exit(2);
}
if (run('git', 'status', '--porcelain', '--', SHEETS) === '') {
  process.stdout.write('no price changed\n');
} else {
  run('git', 'switch', '--force-create', BRANCH);
  run('git', '-c', 'user.name=prices', '-c', 'user.email=prices@example.com', 'commit', '-m', TITLE, '--', SHEETS);
  run('git', 'push', '--force', 'origin', BRANCH);
  const open = run('gh', 'pr', 'list', '--head', BRANCH, '--state', 'open', '--json', 'number', '--jq', '.[].number');
  if (open === '') run('gh', 'pr', 'create', '--head', BRANCH, '--title', TITLE, '--body-file', file);
  else run('gh', 'pr', 'edit', open, '--body-file', file);
}

/** @param {string} command @param {...string} args */
function run(command, ...args) {
  return execFileSync(command, args, { encoding: 'utf8' }).trim();
}
