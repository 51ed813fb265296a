/** Public parts of the policy engine: what a rule of one's own is made of, how it is tested, and the rules themselves. */
export { evaluatePolicies, isFailure, type Decision, type PolicyReport, type Status } from './engine';
export { gravest, isTrue, judgeArguments, judgeBlocks, outcomeOf, shown, undecided } from './judge';
export { texts } from '../synthesized/values';
export { PACK_NAMES, packOf, type PackName } from './packs';
export {
  cannotDecide,
  COMPLIANT,
  forEach,
  nonCompliant,
  type Level,
  type Outcome,
  type ResourceVerdict,
  type Rule,
  type Verdict,
} from './rule';
export { ruleGroups, rules } from './rules';
export { outcomeAt, ruleTests, stackOf, type NamedTest, type RuleCase, type RuleCases } from './testing';
export type { Waiver, WaiverProblem } from './waivers';
