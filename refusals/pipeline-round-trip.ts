import { judgeActivities, nameOf } from '../policies/activities';
import { objectAt, type JsonObject } from '../shared/json';
import { ENVELOPE, FILE_SOURCES, TYPE_PROPERTIES } from './activity-properties';
import type { SynthCheck } from './check';

/**
 * Activities come back from the provider as they were written. It reads each into typed structures and writes them out
 * again, so that what it does not know is dropped, and what it adds is a change in every plan for ever.
 */
export const pipelineRoundTrip: SynthCheck = {
  id: 'pipeline-round-trip',
  find: (stack) => {
    const verdict = judgeActivities(stack, problem);
    return verdict === 'not-applicable'
      ? []
      : verdict.flatMap(({ resource: { path }, outcome }) =>
          outcome.kind === 'non-compliant'
            ? [
                {
                  path,
                  check: 'pipeline-round-trip',
                  message: outcome.message,
                  remedy:
                    'Write the activity as the provider writes it back; a plan after the deployment is empty then.',
                },
              ]
            : [],
        );
  },
};

function problem(activity: JsonObject): string | undefined {
  const name = nameOf(activity);
  const type = String(activity['type']);
  const properties = objectAt(activity, 'typeProperties');
  const dropped = unknownIn(activity, ENVELOPE) ?? unknownIn(properties, TYPE_PROPERTIES[type]);
  if (dropped !== undefined) {
    return `Activity ${name} has ${dropped.key}, which the provider drops; allowed: ${dropped.known.join(', ')}.`;
  }
  if (type === 'GetMetadata' || type === 'Delete') return stores(properties, `Activity ${name}`);
  return type === 'Copy' || type === 'Lookup' ? sourceProblem(objectAt(properties, 'source'), name) : undefined;
}

function sourceProblem(source: JsonObject, name: string): string | undefined {
  if (!FILE_SOURCES.includes(String(source['type']))) return undefined;
  const format = source['formatSettings'];
  if (format !== undefined && objectAt(source, 'formatSettings')['compressionProperties'] === undefined) {
    return `The source of ${name} has formatSettings without compressionProperties; allowed: both or neither.`;
  }
  return stores(source, `The source of ${name}`);
}

function stores(part: JsonObject, what: string): string | undefined {
  if (part['storeSettings'] === undefined)
    return `${what} has no storeSettings; allowed: those of its dataset's store.`;
  const recursive = objectAt(part, 'storeSettings')['recursive'];
  return recursive === undefined || typeof recursive === 'boolean'
    ? undefined
    : `${what} has recursive ${JSON.stringify(recursive)}; allowed: true or false, no expression.`;
}

function unknownIn(
  part: JsonObject,
  known: readonly string[] | undefined,
): { readonly key: string; readonly known: readonly string[] } | undefined {
  if (known === undefined) return undefined;
  const key = Object.keys(part).find((one) => !known.includes(one));
  return key === undefined ? undefined : { key, known };
}
