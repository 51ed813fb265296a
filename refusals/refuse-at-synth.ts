import type { TerraformStack } from 'cdktf';
import { type ErrorFinding, UserError } from '../shared/errors';
import type { SynthesizedStack } from '../synthesized/stack';
import { argumentValues } from './argument-values';
import type { SynthCheck, Violation } from './check';
import { fieldsTogether } from './fields-together';
import { judgeAtSynth } from './judge-at-synth';
import { knownMetrics } from './known-metrics';
import { oneLogRoute } from './one-log-route';
import { pipelineReferences } from './pipeline-references';
import { providerArguments } from './provider-arguments';
import { pipelineRoundTrip } from './pipeline-round-trip';
import { serviceRules } from './service-rules';

export const SYNTH_CHECKS: readonly SynthCheck[] = [
  ...serviceRules,
  argumentValues,
  fieldsTogether,
  knownMetrics,
  oneLogRoute,
  pipelineRoundTrip,
  pipelineReferences,
  providerArguments,
];

/** Every setting of a stack that Azure would refuse, ignore or undo; nothing of it is written. */
export class RefusedStackError extends UserError {
  constructor(
    readonly stackName: string,
    readonly violations: readonly Violation[],
  ) {
    super(
      'stack-refused',
      violations.map(({ path, message }) => `${path}: ${message}`).join('\n'),
      [...new Set(violations.map(({ remedy }) => remedy))].join('\n'),
    );
  }

  override get at(): string {
    return this.stackName;
  }

  override get findings(): readonly ErrorFinding[] {
    return this.violations.map(({ check, message, remedy, path }) => ({ code: check, message, remedy, at: path }));
  }
}

export function violationsOf(stack: SynthesizedStack): readonly Violation[] {
  return SYNTH_CHECKS.flatMap((check) => check.find(stack));
}

const guarded = new WeakSet<TerraformStack>();

/**
 * The last line of defence: when a stack is synthesized, its JSON is judged as Terraform would read it, with raw
 * resources, aspects and overrides in it. A stack that Azure would refuse is not written.
 *
 * Calling it again on the same stack changes nothing.
 */
export function refuseAtSynth(stack: TerraformStack): void {
  if (guarded.has(stack)) return;
  guarded.add(stack);
  judgeAtSynth(stack, (synthesized) => {
    const violations = violationsOf(synthesized);
    return violations.length === 0 ? undefined : new RefusedStackError(stack.node.id, violations);
  });
}
