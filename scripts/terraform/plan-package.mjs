/**
 * What one job passes to the next so that exactly the approved plan is applied: the plan, the stack's JSON and the lock file
 * with the hashes of the providers. The providers themselves are not in it: artifacts lose the executable bit, and the next
 * job installs them again by those hashes.
 */
import { chmodSync, copyFileSync, existsSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { refuse } from './refuse.mjs';

export const PLAN = 'tfplan';
const STACK = 'cdk.tf.json';
const LOCK = '.terraform.lock.hcl';
/** Terraform writes no lock file for a stack that needs no provider. */
const PARTS = [STACK, PLAN, LOCK];
const REQUIRED = [STACK, PLAN];
/** A plan holds every value of the stack in the clear. */
export const OWNER_ONLY = 0o600;
const OWNER_ONLY_FOLDER = 0o700;

/** @param {string} stack folder of the stack @param {string} target an empty or new folder */
export function pack(stack, target) {
  if (process.env.REPOSITORY_VISIBILITY === 'public') {
    refuse(
      'a saved plan holds values in the clear, and artifacts of a public repository can be read by everybody',
      'Deploy from a private repository.',
    );
  }
  rmSync(target, { recursive: true, force: true });
  copyParts(stack, target);
}

/**
 * Replaces the stack's folder by what was packed.
 *
 * @param {string} packed as {@link pack} left it, in whatever file modes @param {string} stack folder of the stack
 */
export function unpack(packed, stack) {
  const found = existsSync(packed) ? readdirSync(packed) : [];
  const foreign = found.filter((name) => !PARTS.includes(name));
  const missing = REQUIRED.filter((name) => !found.includes(name));
  if (missing.length > 0) {
    refuse(
      `the approved plan in ${packed} lacks ${missing.join(', ')}`,
      'Pass the folder that `terraform -- plan <stack> --pack <folder>` wrote.',
    );
  }
  if (foreign.length > 0) {
    refuse(
      `the approved plan in ${packed} also holds ${foreign.join(', ')}`,
      `Upload ${PARTS.join(', ')} and nothing else: programs lose their executable bit in an artifact.`,
    );
  }
  rmSync(stack, { recursive: true, force: true });
  copyParts(packed, stack);
}

/** @param {string} from @param {string} to */
function copyParts(from, to) {
  mkdirSync(to, { recursive: true, mode: OWNER_ONLY_FOLDER });
  for (const name of PARTS.filter((part) => existsSync(join(from, part)))) {
    copyFileSync(join(from, name), join(to, name));
    chmodSync(join(to, name), OWNER_ONLY);
  }
}
