import { isJsonArray, isJsonObject, objectAt, type JsonObject } from '../shared/json';
import { environmentOf, type StackResource, type SynthesizedStack } from './stack';

/** Reads the Terraform JSON of one stack. A part that is not an object holds no resource and is left out. */
export function parseStack(name: string, document: JsonObject): SynthesizedStack {
  const resources: StackResource[] = [];
  for (const [type, bodies] of Object.entries(objectAt(document, 'resource'))) {
    for (const [id, body] of isJsonObject(bodies) ? Object.entries(bodies) : []) {
      if (isJsonObject(body)) {
        const address = `${type}.${id}`;
        resources.push({ type, id, address, path: constructPath(body) ?? address, body });
      }
    }
  }
  const terraform = objectAt(document, 'terraform');
  return { name, environment: environmentOf(name), resources, terraform, moves: moves(document) };
}

function moves(document: JsonObject): SynthesizedStack['moves'] {
  const moved = document['moved'];
  return (isJsonArray(moved) ? moved : [moved]).flatMap((block) =>
    isJsonObject(block) && typeof block['from'] === 'string' && typeof block['to'] === 'string'
      ? [{ from: block['from'], to: block['to'] }]
      : [],
  );
}

function constructPath(body: JsonObject): string | undefined {
  const path = objectAt(objectAt(body, '//'), 'metadata')['path'];
  return typeof path === 'string' ? path : undefined;
}
