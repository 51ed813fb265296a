import type { TerraformStack } from 'cdktf';
import { UserError } from '../../contracts/errors';
import { isJsonArray, isJsonObject, type Json, type JsonObject } from '../../policies/json';
import { parseStack } from '../../policies/parse-stack';
import type { SynthesizedStack } from '../../policies/stack';
import { argumentValues } from './argument-values';
import type { SynthCheck, Violation } from './check';
import { fieldsTogether } from './fields-together';
import { knownMetrics } from './known-metrics';
import { oneLogRoute } from './one-log-route';
import { pipelineRoundTrip } from './pipeline-round-trip';
import { serviceRules } from './service-rules';

export const SYNTH_CHECKS: readonly SynthCheck[] = [
  ...serviceRules,
  argumentValues,
  fieldsTogether,
  knownMetrics,
  oneLogRoute,
  pipelineRoundTrip,
];

/** Every setting of a stack that Azure would refuse, ignore or undo; nothing of it is written. */
export class RefusedStackError extends UserError {
  constructor(
    readonly stackName: string,
    readonly violations: readonly Violation[],
  ) {
    super(
      violations.map(({ path, message }) => `${path}: ${message}`).join('\n'),
      [...new Set(violations.map(({ remedy }) => remedy))].join('\n'),
    );
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
  stack.node.addValidation({
    validate: () => {
      const document = withoutNulls(stack.toTerraform() as JsonObject);
      const violations = violationsOf(parseStack(stack.node.id, document));
      if (violations.length > 0) throw new RefusedStackError(stack.node.id, violations);
      return [];
    },
  });
}

/** Terraform reads null as absent, so that an override of null takes an argument away. */
function withoutNulls(document: JsonObject): JsonObject {
  return Object.fromEntries(
    Object.entries(document).flatMap(([key, value]) => (value === null ? [] : [[key, withoutNull(value)]])),
  );
}

function withoutNull(value: Json): Json {
  if (isJsonArray(value)) return value.map(withoutNull);
  return isJsonObject(value) ? withoutNulls(value) : value;
}
