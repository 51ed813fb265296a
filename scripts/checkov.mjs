/**
 * Checkov over the synthesized production stacks: fails for a finding that no entry of `setup/checkov/skips.json` accepts,
 * for an entry that accepts nothing or rests on something that does not hold, and when the scan did not see what it should
 * have seen.
 *
 * Checkov lives in an environment of its own, made on first use from a hashed lock; nothing of the lake depends on it.
 */
import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { installLocked } from '../setup/locked-program.mjs';
import { root } from '../setup/paths.mjs';

const STACKS = ['prod', 'prod-access'];
const FEWEST_CHECKS = 60;
const PRICES = join(root, 'finops', 'prices');
const SKIPS = join(root, 'setup', 'checkov', 'skips.json');
const FIXTURE = join(root, 'policies', 'examples', 'bad', 'stacks', 'prod-storage');

/** @typedef {{check_id: string, check_name: string, resource: string}} Finding */
/** @typedef {{passed: readonly Finding[], failed: readonly Finding[], parsingErrors: number}} Scan */
/**
 * `resource`: how an address begins. `instead`: checks that pass in the same scan, because the reason rests on them.
 * `until`: how a key begins that no price sheet has yet, because the reason is that nobody knows the price.
 * @typedef {{check: string, resource?: string, reason: string, owner: string, instead?: readonly string[], until?: string}} Skip
 */

const work = mkdtempSync(join(tmpdir(), 'medallion-checkov-'));
try {
  process.exitCode = main() ? 0 : 1;
} finally {
  rmSync(work, { recursive: true, force: true });
}

function main() {
  const checkov = join(installLocked('checkov'), 'checkov');
  const synthesized = run(process.execPath, ['--max-semi-space-size=1', join(root, 'dist', 'main.js')], {
    ...process.env,
    CDKTF_OUTDIR: join(work, 'out'),
  });
  if (synthesized.status !== 0) throw new Error(synthesized.stderr);
  const folder = join(work, 'scan');
  for (const stack of STACKS) cpSync(join(work, 'out', 'stacks', stack), join(folder, stack), { recursive: true });

  const bad = scan(checkov, FIXTURE);
  const good = scan(checkov, folder);
  /** @type {readonly Skip[]} */
  const skips = JSON.parse(readFileSync(SKIPS, 'utf8'));
  const skipped = good.failed.filter((finding) => skips.some((skip) => accepts(skip, finding)));
  const failed = good.failed.filter((finding) => !skipped.includes(finding));
  const unused = skips.filter((skip) => !good.failed.some((finding) => accepts(skip, finding)));
  const hollow = skips.flatMap((skip) => unfounded(skip, good).map((why) => `${skip.check}: ${why}`));
  const vague = skips.filter(({ reason, owner }) => reason.length < 40 || owner === '');

  for (const { check_id, check_name, resource } of failed)
    console.log(`FAILED  ${check_id} ${resource}: ${check_name}`);
  for (const { check } of unused) console.log(`UNUSED  ${check}: it finds nothing any more, delete it from ${SKIPS}`);
  for (const line of hollow) console.log(`HOLLOW  ${line}`);
  for (const { check } of vague) console.log(`VAGUE   ${check}: a skip needs a reason and an owner`);
  console.log(
    `checkov over ${STACKS.join(', ')}: ${good.passed.length} passed, ${failed.length} failed, ${skipped.length} skipped by ${skips.length} written decisions; bad fixture: ${bad.failed.length} failed`,
  );
  const looked = good.parsingErrors === 0 && good.passed.length + good.failed.length >= FEWEST_CHECKS;
  if (!looked)
    console.log(`The scan saw too little: at least ${FEWEST_CHECKS} checks must run, and no file may be unreadable.`);
  if (bad.failed.length === 0) console.log('The bad fixture passes: the scan proves nothing.');
  return failed.length + unused.length + hollow.length + vague.length === 0 && looked && bad.failed.length > 0;
}

/** @param {Skip} skip @param {Finding} finding */
function accepts(skip, { check_id, resource }) {
  return skip.check === check_id && resource.startsWith(skip.resource ?? '');
}

/**
 * What the reason of a skip says and the scan or the price sheets do not.
 *
 * @param {Skip} skip @param {Scan} scan @returns {readonly string[]}
 */
function unfounded({ instead = [], until }, { passed, failed }) {
  const lost = instead.filter(
    (id) => !passed.some(({ check_id }) => check_id === id) || failed.some(({ check_id }) => check_id === id),
  );
  const priced = until !== undefined && priceKeys().some((key) => key.startsWith(until));
  return [
    ...lost.map((id) => `${id} does not pass everywhere, and the reason rests on it`),
    ...(priced ? [`a price sheet knows ${until} now, so that its price is no reason any more`] : []),
  ];
}

function priceKeys() {
  return readdirSync(PRICES)
    .filter((name) => name.endsWith('.json'))
    .flatMap((name) => JSON.parse(readFileSync(join(PRICES, name), 'utf8')).rows)
    .map(({ key }) => String(key));
}

/** @param {string} checkov @param {string} folder @returns {Scan} */
function scan(checkov, folder) {
  const { stdout, stderr } = run(checkov, [
    '-d',
    folder,
    '--framework',
    'terraform_json',
    '--skip-download',
    '-o',
    'json',
  ]);
  const { summary, results } = JSON.parse(stdout.trim() === '' ? fail(stderr) : stdout);
  return { passed: results.passed_checks, failed: results.failed_checks, parsingErrors: summary.parsing_errors };
}

/** @param {string} command @param {readonly string[]} args */
function run(command, args, env = process.env) {
  return spawnSync(command, args, { cwd: root, env, encoding: 'utf8', maxBuffer: 1 << 28 });
}

/** @param {string} message @returns {never} */
function fail(message) {
  throw new Error(message);
}
