import { readdirSync, statSync } from 'node:fs';
import { join, parse, resolve } from 'node:path';
import { createJiti } from 'jiti';

import { UserError } from '../shared/errors';
import { PACK_NAMES } from './packs';
import type { Rule, Verdict } from './rule';
import { rules } from './rules';

const REMEDY =
  'Write a rule as a module <id>.ts with `export const rule: Rule = {...}`, or the same as <id>.js; policies/rule.ts says what is in it.';
const ID = /^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/;

/**
 * Rules of users: every `<id>.ts`, `<id>.js` or `<id>.cjs` of a folder. TypeScript needs no build: types are stripped as it
 * is read, so that checking them stays with the user's own compiler.
 *
 * A rule that throws while it judges is that rule's failure and no other's; what is wrong before that, in any of the
 * files, is reported at once, because a rule that is silently missing is a check that silently passes.
 *
 * @param folder holds rules and no other module; type declarations, tests and folders below it are skipped
 * @returns rules in the order of their names, ready for `evaluatePolicies(stacks, [...rules, ...these], ...)`
 * @throws UserError naming every file that is no rule, or when the folder does not exist or holds none
 */
export function loadUserRules(folder: string): readonly Rule[] {
  const dir = resolve(folder);
  if (!(statSync(dir, { throwIfNoEntry: false })?.isDirectory() ?? false)) {
    throw new UserError('rules-not-found', `The folder of rules ${folder} does not exist.`, REMEDY);
  }
  const files = readdirSync(dir).filter(isModule).sort();
  if (files.length === 0)
    throw new UserError('rules-not-found', `The folder of rules ${folder} holds no rule.`, REMEDY);
  const twice = files.filter((file) => files.some((other) => other !== file && parse(other).name === parse(file).name));
  if (twice.length > 0) {
    throw new UserError(
      'duplicate-rule',
      `The folder of rules ${folder} holds one rule twice: ${twice.join(', ')}.`,
      'Delete one of them.',
    );
  }
  // No cache on disk: the installed packages may be read-only.
  const load = createJiti(join(dir, 'rules.js'), { fsCache: false });
  const found = files.map((file) => readRule(file, () => load(join(dir, file)) as unknown));
  const faults = found.flatMap((one) => (typeof one === 'string' ? [one] : []));
  if (faults.length > 0) throw new UserError('rule-invalid', faults.join('\n'), REMEDY);
  return found.filter((one): one is Rule => typeof one !== 'string');
}

function isModule(file: string): boolean {
  return /\.(?:ts|c?js)$/.test(file) && !/\.(?:test|spec|d)\.(?:ts|c?js)$/.test(file);
}

/** The rule of one file, or a sentence that names the file and what is wrong with it. */
function readRule(file: string, load: () => unknown): Rule | string {
  let exported: unknown;
  try {
    exported = load();
  } catch (error) {
    return `${file} cannot be loaded: ${error instanceof Error ? error.message : String(error)}`;
  }
  const rule = isRecord(exported) ? exported['rule'] : undefined;
  if (!isRecord(rule)) return `${file} exports no rule.`;
  const missing = ['what', 'why', 'remedy', 'source'].filter((name) => !isText(rule[name]));
  if (missing.length > 0) return `${file}: ${missing.join(', ')} must be a sentence.`;
  if (rule['id'] !== parse(file).name || !ID.test(parse(file).name)) {
    return `${file}: id is "${String(rule['id'])}", must be the name of the file in lower case with hyphens.`;
  }
  if (rules.some(({ id }) => id === rule['id']))
    return `${file}: the id ${String(rule['id'])} is taken by one of ours.`;
  if (rule['level'] !== 'error' && rule['level'] !== 'warning') {
    return `${file}: level is "${String(rule['level'])}", must be error or warning.`;
  }
  const { controls, evaluate, pack = 'baseline', waivable = true, when = 'review' } = rule;
  const known = PACK_NAMES.find((name) => name === pack);
  if (known === undefined) return `${file}: pack is "${String(pack)}", must be one of ${PACK_NAMES.join(', ')}.`;
  if (typeof waivable !== 'boolean') return `${file}: waivable is "${String(waivable)}", must be true or false.`;
  if (when !== 'review')
    return `${file}: when is "${String(when)}", must be review: a synth knows the rules of the package only.`;
  if (!Array.isArray(controls) || !controls.every(isText)) return `${file}: controls must be a list of names.`;
  if (typeof evaluate !== 'function') return `${file}: evaluate must be a function of a stack.`;
  return {
    id: parse(file).name,
    level: rule['level'],
    pack: known,
    waivable,
    when,
    what: String(rule['what']),
    why: String(rule['why']),
    remedy: String(rule['remedy']),
    controls,
    source: String(rule['source']),
    evaluate: (stack) => checked(Reflect.apply(evaluate, rule, [stack])),
  };
}

/** Nobody compiled the user's rule against our types for sure, so its answer is looked at once more. */
function checked(verdict: unknown): Verdict {
  if (isVerdict(verdict)) return verdict;
  throw new Error('evaluate must return "not-applicable" or a list of { resource, outcome }.');
}

function isVerdict(value: unknown): value is Verdict {
  return (
    value === 'not-applicable' ||
    (Array.isArray(value) &&
      value.every(
        (one: unknown) =>
          isRecord(one) &&
          isRecord(one['resource']) &&
          isText(one['resource']['address']) &&
          isText(one['resource']['path']) &&
          isRecord(one['outcome']) &&
          isOutcome(one['outcome']),
      ))
  );
}

function isOutcome(outcome: Readonly<Record<string, unknown>>): boolean {
  return (
    outcome['kind'] === 'compliant' ||
    (outcome['kind'] === 'non-compliant' && isText(outcome['message'])) ||
    (outcome['kind'] === 'cannot-decide' && isText(outcome['reason']))
  );
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value.trim() !== '';
}
