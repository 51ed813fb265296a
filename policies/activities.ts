import { isJsonArray, isJsonObject, objectAt, type Json, type JsonObject } from '../shared/json';
import { gravest, undecided } from './judge';
import { isExpression } from '../synthesized/references';
import { COMPLIANT, forEach, nonCompliant, type Outcome, type Verdict } from './rule';
import { resourcesOfType, type SynthesizedStack } from '../synthesized/stack';

/** Activities that can see each other: those of a pipeline, or of one branch of a control activity. */
export type Scope = readonly JsonObject[];

/** Where control activities keep their inner ones. */
const INNER = ['activities', 'ifTrueActivities', 'ifFalseActivities', 'defaultActivities'] as const;

/**
 * Judges every scope of every pipeline, inner ones too, and takes the gravest outcome of each pipeline.
 *
 * @param whenBroken what to say of text that is no array of objects; that is one rule's finding and no other's
 */
export function judgePipelines(
  stack: SynthesizedStack,
  judge: (scope: Scope, pipeline: JsonObject) => Outcome,
  whenBroken: Outcome = COMPLIANT,
): Verdict {
  return forEach(resourcesOfType(stack, 'azurerm_data_factory_pipeline'), ({ body }) => {
    const text = body['activities_json'];
    if (text === undefined || text === null) return COMPLIANT;
    const parsed = parse(String(text));
    if (parsed === undefined && isExpression(text)) return undecided('activities_json', text);
    const scopes = parsed === undefined ? undefined : scopesOf(parsed);
    return scopes === undefined ? whenBroken : gravest(scopes.map((scope) => judge(scope, body)));
  });
}

/** The outcome of one sentence for each activity. */
export function judgeActivities(
  stack: SynthesizedStack,
  problem: (activity: JsonObject, pipeline: JsonObject) => string | undefined,
): Verdict {
  return judgePipelines(stack, (scope, pipeline) =>
    gravest(
      scope.map((activity) => {
        const found = problem(activity, pipeline);
        return found === undefined ? COMPLIANT : nonCompliant(found);
      }),
    ),
  );
}

export function nameOf(activity: JsonObject): string {
  return typeof activity['name'] === 'string' ? activity['name'] : '(without a name)';
}

function scopesOf(value: Json): readonly Scope[] | undefined {
  if (!isJsonArray(value) || !value.every(isJsonObject)) return undefined;
  const inner = value.flatMap((activity) => {
    const properties = objectAt(activity, 'typeProperties');
    const cases = properties['cases'];
    const branches = [...INNER.map((name) => properties[name]), ...(isJsonArray(cases) ? cases : []).map(branchOf)];
    return branches.flatMap((branch) => (branch === undefined ? [] : (scopesOf(branch) ?? [])));
  });
  return [value, ...inner];
}

function branchOf(one: Json): Json | undefined {
  return isJsonObject(one) ? one['activities'] : undefined;
}

/** References to Terraform inside of JSON strings do not keep it from being JSON. */
function parse(text: string): Json | undefined {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return undefined;
  }
}
