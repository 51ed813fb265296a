/**
 * Posts a review on its pull request, or replaces the one that stands there, with the GitHub command line.
 *
 * Environment: GH_TOKEN, GITHUB_REPOSITORY, PULL_REQUEST. Argument: the Markdown file.
 */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

const MARK = '<!-- medallion-review -->';
const [file = ''] = process.argv.slice(2);
const { GITHUB_REPOSITORY: repository, PULL_REQUEST: number } = process.env;

if (file === '' || repository === undefined || number === undefined) {
  process.stderr.write(
    'error: the review has no file, GITHUB_REPOSITORY or PULL_REQUEST\nremedy: Run it as the pull-request workflow does.\n',
  );
  process.exit(2);
}

const comments = `repos/${repository}/issues/${number}/comments`;
const standing = gh(['api', '--paginate', comments, '--jq', `.[] | select(.body | startswith("${MARK}")) | .id`])
  .trim()
  .split('\n')
  .filter((id) => id !== '')[0];
const body = JSON.stringify({ body: readFileSync(file, 'utf8') });
if (standing === undefined) gh(['api', '--method', 'POST', comments, '--input', '-'], body);
else gh(['api', '--method', 'PATCH', `repos/${repository}/issues/comments/${standing}`, '--input', '-'], body);

/** @param {string[]} args @param {string} [input] */
function gh(args, input = '') {
  return execFileSync('gh', args, { input, encoding: 'utf8' });
}
