import { judgeActivities, nameOf } from '../policies/activities';
import { objectAt, type JsonObject } from '../shared/json';
import { ENVELOPE, FILE_SINKS, FILE_SOURCES, POLICY, TYPE_PROPERTIES } from './activity-properties';
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

/** `d.hh:mm:ss`, the days may be left out. */
const TIMEOUT = /^(?:\d+\.)?(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d$/;
const SENDS = /^(?:POST|PUT|PATCH)$/;

function problem(activity: JsonObject): string | undefined {
  const name = nameOf(activity);
  const type = String(activity['type']);
  const properties = objectAt(activity, 'typeProperties');
  const policy = objectAt(activity, 'policy');
  const dropped =
    unknownIn(activity, ENVELOPE) ?? unknownIn(policy, POLICY) ?? unknownIn(properties, TYPE_PROPERTIES[type]);
  if (dropped !== undefined) {
    return `Activity ${name} has ${dropped.key}, which the provider drops; allowed: ${dropped.known.join(', ')}.`;
  }
  const { timeout } = policy;
  if (typeof timeout === 'string' && !timeout.startsWith('@') && !TIMEOUT.test(timeout)) {
    return `Activity ${name} has the timeout ${JSON.stringify(timeout)}; allowed: d.hh:mm:ss, such as 0.01:00:00.`;
  }
  if (type === 'WebActivity' && SENDS.test(String(properties['method'])) && properties['body'] === undefined) {
    return `Activity ${name} sends ${String(properties['method'])} without a body; allowed: with one, such as {}.`;
  }
  if (
    type === 'GetMetadata' &&
    properties['storeSettings'] !== undefined &&
    properties['formatSettings'] === undefined
  ) {
    return `Activity ${name} has storeSettings without formatSettings; allowed: both.`;
  }
  if (type === 'GetMetadata' || type === 'Delete') return stores(properties, `Activity ${name}`);
  const sink = objectAt(properties, 'sink');
  if (type === 'Copy' && FILE_SINKS.includes(String(sink['type'])) && sink['storeSettings'] === undefined) {
    return `The sink of ${name} has no storeSettings; allowed: those of its dataset's store.`;
  }
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
