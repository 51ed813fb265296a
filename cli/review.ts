import { join, resolve } from 'node:path';
import { UserError } from '../shared/errors';
import { suggest } from '../shared/suggest';
import { loadContracts } from '../contracts/load';
import { type Estimate, estimateEnvironment } from '../finops/estimate';
import { priceSheetOrEmpty } from '../finops/load-price-sheet';
import { evaluatePolicies, type PolicyReport } from '../policies/engine';
import { loadStacks } from '../synthesized/load-stacks';
import type { Rule } from '../policies/rule';
import { rules } from '../policies/rules';
import { loadUserRules } from '../policies/user-rules';
import { synthRules } from '../refusals/as-rules';
import type { CliContext } from './context';
import { rulesFolderOf, waiversOf } from './project';

/**
 * Every rule over every stack of a synthesis.
 *
 * @param ownRules folder of rules beside the shipped ones; undefined for none
 */
export function reviewPolicies({ repository, today }: CliContext, stacks: string, ownRules?: string): PolicyReport {
  const all = rulesWith(repository, ownRules);
  return evaluatePolicies(loadStacks(resolve(stacks)), all, waiversOf(repository), today);
}

/** The shipped rules, what a synthesis refuses, then the rules of the folder, by default the lake's own. */
export function rulesWith(repository: string, folder = rulesFolderOf(repository)): readonly Rule[] {
  return [...rules, ...synthRules, ...(folder === undefined ? [] : loadUserRules(folder))];
}

/**
 * The monthly estimate of the shipped environments.
 *
 * @param only one environment, the recovery environment too; undefined for all that are shipped
 * @throws UserError when there is no such environment, or the synthesis has no stack of it
 */
export function estimateCosts(
  { repository, lakeEnvironments }: Pick<CliContext, 'repository' | 'lakeEnvironments'>,
  stacks: string,
  only?: string,
): readonly Estimate[] {
  const { environments, knownEnvironments } = lakeEnvironments();
  const names = knownEnvironments.map(({ name }) => name);
  if (only !== undefined && !names.some((name) => name === only)) {
    throw new UserError('unknown-environment', `there is no environment '${only}'`, suggest(only, names));
  }
  const all = loadStacks(resolve(stacks));
  const contracts = loadContracts(join(repository, 'contracts', 'tables'));
  return (only === undefined ? environments : knownEnvironments.filter(({ name }) => name === only)).map(
    ({ name, usage, location }) => {
      const own = all.filter(({ environment }) => environment === name);
      if (own.length > 0) return estimateEnvironment(own, usage, priceSheetOrEmpty(location), { contracts });
      throw new UserError(
        'environment-not-synthesized',
        `the synthesis in '${stacks}' has no stack of '${name}'`,
        'Run `npx cdktf synth` first.',
      );
    },
  );
}
