/**
 * Posts a review on its pull request, or replaces the comment that is there, with the GitHub command line.
 *
 * The folder was written by the pull request's own code, so nothing in it is trusted: the number must belong to a pull
 * request whose head is the commit that GitHub says was reviewed.
 *
 * Environment: GH_TOKEN, GITHUB_REPOSITORY, HEAD_SHA; COMMENT_AUTHOR where the token is not that of GitHub Actions. Argument:
 * a folder with `review.md` and `number`. Sets the step outputs `number` and `findings` (whether there is a policies.sarif).
 */
import { execFileSync } from 'node:child_process';
import { appendFileSync, existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const MARK = '<!-- medallion-review -->';
/** GitHub refuses a longer comment. */
const LONGEST = 65_536;
const CUT = '\n\n(The review is longer than a comment may be: the rest is in the summary of the workflow run.)\n';
const [folder = ''] = process.argv.slice(2);
const { GITHUB_REPOSITORY: repository, HEAD_SHA: head, GITHUB_OUTPUT: output } = process.env;
const author = process.env.COMMENT_AUTHOR ?? 'github-actions[bot]';

if (folder === '' || repository === undefined || head === undefined) {
  refuse('the review has no folder, GITHUB_REPOSITORY or HEAD_SHA', 'Run it as the review-comment workflow does.');
}
const review = join(folder, 'review.md');
const number = existsSync(join(folder, 'number')) ? readFileSync(join(folder, 'number'), 'utf8').trim() : '';
if (!existsSync(review) || !/^[1-9]\d{0,9}$/.test(number)) {
  refuse(`${folder} has no review.md, or no number of a pull request`, 'Read what the pull-request workflow printed.');
}
if (gh(['api', `repos/${repository}/pulls/${number}`, '--jq', '.head.sha']).trim() !== head) {
  refuse(
    `the head of pull request ${number} is not the reviewed commit ${head}`,
    'Nothing is posted: look at the newest run of the pull request.',
  );
}
const hasFindings = existsSync(join(folder, 'policies.sarif'));
if (output !== undefined) appendFileSync(output, `number=${number}\nfindings=${hasFindings}\n`);

const comments = `repos/${repository}/issues/${number}/comments`;
/** @type {readonly {id: number, login: string, body: string}[]} */
const standing = gh(['api', '--paginate', comments, '--jq', '.[] | {id, login: .user.login, body} | tojson'])
  .split('\n')
  .filter((line) => line.trim() !== '')
  .map((line) => JSON.parse(line));
// Both: anybody may write the mark, and the author may have written other comments.
const existing = standing.find(({ login, body }) => login === author && body.startsWith(MARK))?.id;
const text = readFileSync(review, 'utf8');
const marked = text.startsWith(MARK) ? text : `${MARK}\n${text}`;
const body = JSON.stringify({ body: marked.length <= LONGEST ? marked : marked.slice(0, LONGEST - CUT.length) + CUT });
if (existing === undefined) gh(['api', '--method', 'POST', comments, '--input', '-'], body);
else gh(['api', '--method', 'PATCH', `repos/${repository}/issues/comments/${existing}`, '--input', '-'], body);

/** @param {string[]} args @param {string} [input] */
function gh(args, input = '') {
  return execFileSync('gh', args, { input, encoding: 'utf8' });
}

/** @param {string} message @param {string} remedy @returns {never} */
function refuse(message, remedy) {
  process.stderr.write(`error: ${message}\nremedy: ${remedy}\n`);
  process.exit(2);
}
