import { join, resolve } from 'node:path';
import { UserError } from '../shared/errors';
import { suggest } from '../shared/suggest';
import { loadContracts } from '../contracts/load';
import { environments, knownEnvironments } from '../environments';
import { type Estimate, estimateEnvironment } from '../finops/estimate';
import { priceSheetOrEmpty } from '../finops/load-price-sheet';
import { evaluatePolicies, type PolicyReport } from '../policies/engine';
import { loadStacks } from '../synthesized/load-stacks';
import type { Rule } from '../policies/rule';
import { rules } from '../policies/rules';
import { shippedWaivers } from '../policies/shipped-waivers';
import { loadUserRules } from '../policies/user-rules';
import { synthRules } from '../refusals/as-rules';
import type { CliContext } from './context';

/**
 * Every rule over every stack of a synthesis.
 *
 * @param ownRules folder of rules beside the shipped ones; undefined for none
 */
export function reviewPolicies({ today }: CliContext, stacks: string, ownRules?: string): PolicyReport {
  return evaluatePolicies(loadStacks(resolve(stacks)), rulesWith(ownRules), shippedWaivers, today);
}

/** The shipped rules, what a synthesis refuses, then the rules of the folder. */
export function rulesWith(folder: string | undefined): readonly Rule[] {
  return [...rules, ...synthRules, ...(folder === undefined ? [] : loadUserRules(folder))];
}

/**
 * The monthly estimate of the shipped environments.
 *
 * @param only one environment, the recovery environment too; undefined for all that are shipped
 * @throws UserError when there is no such environment, or the synthesis has no stack of it
 */
export function estimateCosts(
  { repository }: Pick<CliContext, 'repository'>,
  stacks: string,
  only?: string,
): readonly Estimate[] {
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
