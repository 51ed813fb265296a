import { judgeActivities, nameOf } from '../policies/activities';
import { isJsonArray, isJsonObject, type Json, type JsonObject } from '../shared/json';
import { follow, isExpression } from '../synthesized/references';
import type { StackResource, SynthesizedStack } from '../synthesized/stack';
import type { SynthCheck } from './check';

/** Where the kinds of references of an activity lead, by the type of resource that makes them. */
const MADE_BY: Readonly<Record<string, RegExp>> = {
  PipelineReference: /^azurerm_data_factory_pipeline$/,
  DatasetReference: /^azurerm_data_factory_(?:custom_dataset|dataset_\w+)$/,
  LinkedServiceReference: /^azurerm_data_factory_linked_(?:custom_service|service_\w+)$/,
};

/**
 * What an activity refers to by name is in the factory. A factory that the stack itself makes begins empty, so that a
 * name which no resource of the stack has leads nowhere; in a factory of another stack nobody can tell.
 */
export const pipelineReferences: SynthCheck = {
  id: 'pipeline-references',
  find: (stack) => {
    const verdict = judgeActivities(stack, (activity, pipeline) => problem(stack, activity, pipeline));
    return verdict === 'not-applicable'
      ? []
      : verdict.flatMap(({ resource: { path }, outcome }) =>
          outcome.kind === 'non-compliant'
            ? [
                {
                  path,
                  check: 'pipeline-references',
                  message: outcome.message,
                  remedy: 'Make the pipeline, dataset or linked service in the same stack, or correct its name.',
                },
              ]
            : [],
        );
  },
};

function problem(stack: SynthesizedStack, activity: JsonObject, pipeline: JsonObject): string | undefined {
  const factory = follow(stack, pipeline['data_factory_id']);
  if (factory === undefined) return undefined;
  const { typeProperties, ...envelope } = activity;
  const inner = isJsonObject(typeProperties) ? withoutActivities(typeProperties) : {};
  for (const { type, name } of [...referencesIn(envelope), ...referencesIn(inner)]) {
    const pattern = MADE_BY[type];
    if (pattern === undefined || /^@|\$\{/.test(name)) continue;
    const made = stack.resources.filter((one) => pattern.test(one.type) && isIn(stack, one, factory));
    if (made.some(({ body }) => body['name'] === name || isExpression(body['name']))) continue;
    const known = made.map(({ body }) => String(body['name'])).join(', ');
    return `Activity ${nameOf(activity)} refers to ${name} (${type}), which the factory does not have; allowed: ${known === '' ? 'none is made in this stack' : known}.`;
  }
  return undefined;
}

function isIn(stack: SynthesizedStack, { body }: StackResource, factory: StackResource): boolean {
  const own = follow(stack, body['data_factory_id']);
  return own === undefined || own === factory;
}

/** Activities inside of others are judged on their own. */
function withoutActivities(properties: JsonObject): JsonObject {
  return Object.fromEntries(
    Object.entries(properties).filter(
      ([key]) => !/^(?:activities|ifTrueActivities|ifFalseActivities|defaultActivities|cases)$/.test(key),
    ),
  );
}

function referencesIn(value: Json): readonly { readonly type: string; readonly name: string }[] {
  if (isJsonArray(value)) return value.flatMap(referencesIn);
  if (!isJsonObject(value)) return [];
  const { type, referenceName } = value;
  const own = typeof type === 'string' && typeof referenceName === 'string' ? [{ type, name: referenceName }] : [];
  return [...own, ...Object.values(value).flatMap(referencesIn)];
}
