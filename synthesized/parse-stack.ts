import { UserError } from '../shared/errors';
import { isJsonArray, isJsonObject, objectAt, type Json, type JsonObject } from '../shared/json';
import { environmentOf, type PartKind, type StackPart, type StackResource, type SynthesizedStack } from './stack';
import { nestedBlocks, readBlocks, type Block } from './terraform-json';

/**
 * Reads the Terraform JSON of one stack, all of it: a part that is not read would be a part that passes.
 *
 * @param file what errors call the document. @default - the name of the stack
 * @throws UserError when the document is not Terraform JSON, or holds one resource twice
 */
export function parseStack(name: string, document: Json, file = `stack ${name}`): SynthesizedStack {
  const blocks = readBlocks(withoutNulls(document), file);
  const terraform = terraformOf(blocks.terraform, file);
  const parts: readonly StackPart[] = [
    ...settingParts(terraform),
    ...blocks.provider.map(({ labels: [provider = ''], body }) => providerPart(provider, body)),
    ...named('module', 'module', blocks.module),
    ...named('data source', 'data', blocks.data),
    ...named('ephemeral resource', 'ephemeral', blocks.ephemeral),
    ...named('variable', 'var', blocks.variable),
    ...named('output', 'output', blocks.output),
    ...blocks.locals.flatMap(({ body }) =>
      entriesOf(body).map(([local, value]) => part('local', `local.${local}`, { value })),
    ),
    ...blocks.moved.map(({ body }) => part('moved', `moved.${textOf(body['from'])}`, body)),
    ...blocks.import.map(({ body }) => part('import', `import.${textOf(body['to'])}`, body)),
    ...blocks.removed.map(({ body }) => part('removed', `removed.${textOf(body['from'])}`, body)),
    ...named('check', 'check', blocks.check),
  ];
  const resources = blocks.resource.map(({ labels: [type = '', id = ''], body }) => resourceOf(type, id, body));
  refuseTwice([...resources, ...parts], file);
  return { name, environment: environmentOf(name), resources, parts, terraform, moves: movesOf(blocks.moved) };
}

/** Terraform reads null as absent, so that an override of null takes an argument away. */
function withoutNulls(value: Json): Json {
  if (isJsonArray(value)) return value.map(withoutNulls);
  if (!isJsonObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, inner]) => (inner === null ? [] : [[key, withoutNulls(inner)] as const])),
  );
}

function resourceOf(type: string, id: string, body: JsonObject): StackResource {
  const address = `${type}.${id}`;
  const path = objectAt(objectAt(body, '//'), 'metadata')['path'];
  return { type, id, address, path: typeof path === 'string' ? path : address, body };
}

/** Several `terraform` blocks are one to Terraform; `backend` and `required_providers` get their plain form. */
function terraformOf(blocks: readonly Block[], file: string): JsonObject {
  const merged = Object.assign({}, ...blocks.map(({ body }) => body)) as JsonObject;
  const backends = blocks.flatMap(({ body }) => nestedBlocks(body, 'backend', 1, file));
  const required = blocks.flatMap(({ body }) => nestedBlocks(body, 'required_providers', 0, file));
  return {
    ...merged,
    ...(backends.length === 0
      ? {}
      : { backend: Object.fromEntries(backends.map(({ labels: [kind = ''], body }) => [kind, body])) }),
    ...(required.length === 0
      ? {}
      : { required_providers: Object.assign({}, ...required.map(({ body }) => body)) as JsonObject }),
  };
}

function settingParts(terraform: JsonObject): readonly StackPart[] {
  return entriesOf(terraform).flatMap(([key, value]) => {
    if (key === 'backend') {
      return entriesOf(objectAt(terraform, key)).map(([kind, body]) =>
        part('backend', `backend.${kind}`, asBody(body)),
      );
    }
    if (key === 'required_providers') {
      // The short form `"azurerm": "4.55.0"` gives the version alone.
      return entriesOf(objectAt(terraform, key)).map(([provider, body]) =>
        part('required provider', `required_providers.${provider}`, isJsonObject(body) ? body : { version: body }),
      );
    }
    return [part('setting', `terraform.${key}`, asBody(value))];
  });
}

function providerPart(provider: string, body: JsonObject): StackPart {
  const alias = body['alias'];
  return part('provider', `provider.${provider}${typeof alias === 'string' ? `.${alias}` : ''}`, body);
}

function named(kind: PartKind, prefix: string, blocks: readonly Block[]): readonly StackPart[] {
  return blocks.map(({ labels, body }) => part(kind, [prefix, ...labels].join('.'), body));
}

function part(kind: PartKind, address: string, body: JsonObject): StackPart {
  return { kind, address, body };
}

function asBody(value: Json): JsonObject {
  return isJsonObject(value) ? value : { value };
}

function entriesOf(body: JsonObject): readonly (readonly [string, Json])[] {
  return Object.entries(body).filter(([key, value]) => key !== '//' && value !== null);
}

function textOf(value: Json | undefined): string {
  // An address is also accepted as `${azurerm_x.y}`.
  return String(value ?? '').replace(/^\$\{(.*)\}$/s, '$1');
}

function movesOf(blocks: readonly Block[]): SynthesizedStack['moves'] {
  return blocks.flatMap(({ body: { from, to } }) =>
    typeof from === 'string' && typeof to === 'string' ? [{ from: textOf(from), to: textOf(to) }] : [],
  );
}

function refuseTwice(found: readonly { readonly address: string }[], file: string): void {
  const seen = new Set<string>();
  for (const { address } of found) {
    if (seen.has(address)) {
      throw new UserError(
        'duplicate-address',
        `${file} holds ${address} twice, which Terraform refuses.`,
        'Give one of the two another name.',
      );
    }
    seen.add(address);
  }
}
