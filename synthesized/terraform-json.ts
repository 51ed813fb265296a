import { isJsonArray, isJsonObject, type Json, type JsonObject } from '../shared/json';
import { UserError } from '../shared/errors';

/** One block of a Terraform file: its labels (`azurerm_storage_account`, `lake`) and its body. */
export interface Block {
  readonly labels: readonly string[];
  readonly body: JsonObject;
}

/** Block types of Terraform 1.11, with the number of labels each has. `locals` has no body of its own kind: see `locals`. */
const LABELS = {
  terraform: 0,
  provider: 1,
  resource: 2,
  data: 2,
  ephemeral: 2,
  module: 1,
  variable: 1,
  output: 1,
  locals: 0,
  moved: 0,
  import: 0,
  removed: 0,
  check: 1,
} as const;

export type BlockType = keyof typeof LABELS;

/** Terraform reads this key as a comment, at the root and in every body. */
const COMMENT = '//';

/** Top-level keys of other JSON documents of Terraform and Azure, by which a wrong file is named. */
const OTHER_DOCUMENTS: readonly (readonly [string, string])[] = [
  ['resource_changes', 'the JSON of a plan'],
  ['planned_values', 'the JSON of a plan'],
  ['terraform_version', 'a Terraform state'],
  ['$schema', 'a document with a schema of its own, such as an ARM template'],
  ['AWSTemplateFormatVersion', 'a CloudFormation template'],
];

/**
 * Reads the blocks of a Terraform JSON file in every form that Terraform 1.11 accepts: a body is an object or a list of
 * objects, at the root and at every label.
 *
 * @returns blocks by type, in the order of the file
 * @throws UserError for a key that Terraform does not know, or for a part that is neither an object nor a list of objects:
 *   skipping it would pass what was never read
 */
export function readBlocks(document: Json, file: string): Readonly<Record<BlockType, readonly Block[]>> {
  const roots = bodies(document, file, file);
  const known = Object.keys(LABELS);
  const unknown = roots.flatMap((root) => Object.keys(root)).find((key) => key !== COMMENT && !known.includes(key));
  if (unknown !== undefined) throw notTerraform(roots, unknown, file);
  const read = (type: BlockType): readonly Block[] =>
    roots.flatMap((root) => labelled(root[type], LABELS[type], type, file));
  return {
    terraform: read('terraform'),
    provider: read('provider'),
    resource: read('resource'),
    data: read('data'),
    ephemeral: read('ephemeral'),
    module: read('module'),
    variable: read('variable'),
    output: read('output'),
    locals: read('locals'),
    moved: read('moved'),
    import: read('import'),
    removed: read('removed'),
    check: read('check'),
  };
}

function labelled(value: Json | undefined, labels: number, place: string, file: string): readonly Block[] {
  if (value === undefined || value === null) return [];
  const found = bodies(value, place, file);
  if (labels === 0) return found.map((body) => ({ labels: [], body }));
  return found.flatMap((body) =>
    Object.entries(body)
      .filter(([label]) => label !== COMMENT)
      .flatMap(([label, inner]) =>
        labelled(inner, labels - 1, `${place}.${label}`, file).map((block) => ({
          labels: [label, ...block.labels],
          body: block.body,
        })),
      ),
  );
}

/** Nested blocks of one name inside a body, such as `backend` in `terraform`. */
export function nestedBlocks(body: JsonObject, name: string, labels: number, file: string): readonly Block[] {
  return labelled(body[name], labels, name, file);
}

function bodies(value: Json, place: string, file: string): readonly JsonObject[] {
  const list = isJsonArray(value) ? value : [value];
  return list.map((one) => {
    if (isJsonObject(one)) return one;
    throw new UserError(
      'terraform-block-invalid',
      `${file}: ${place} is ${shortened(one)}; allowed: an object, or a list of objects.`,
      'Write the block as an object. Terraform reads no expression in the place of a block.',
    );
  });
}

function notTerraform(roots: readonly JsonObject[], unknown: string, file: string): UserError {
  const other = OTHER_DOCUMENTS.find(([key]) => roots.some((root) => root[key] !== undefined));
  if (other !== undefined) {
    return new UserError(
      'not-a-terraform-configuration',
      `${file} is ${other[1]}, not a Terraform configuration.`,
      'Give the output of `cdktf synth`; a plan goes to `medallion review --plan <stack>=<file>`.',
    );
  }
  return new UserError(
    'terraform-unknown-key',
    `${file} has the key "${unknown}", which Terraform does not know; allowed: ${Object.keys(LABELS).join(', ')}.`,
    'Correct the key, or give a file of Terraform JSON.',
  );
}

const LONGEST = 60;

function shortened(value: Json): string {
  const text = JSON.stringify(value);
  return text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text;
}
