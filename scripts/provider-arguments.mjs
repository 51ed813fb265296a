/**
 * Writes `refusals/provider-schema.json`: the arguments of the resource types that a lake is made of, read from the
 * bindings of the pinned provider. A synthesis refuses an argument that is not there, and one that is missing.
 *
 * Form: `{ type: { argument: [required, nested arguments or null] } }`. Run it after an upgrade of the provider.
 */
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { format } from 'prettier';
import { root } from '../setup/paths.mjs';

const LIB = join(root, 'node_modules', '@cdktf', 'provider-azurerm', 'lib');
const TARGET = join(root, 'refusals', 'provider-schema.json');
const INTERFACE = /export interface (\w+)(?: extends [\w.]+)? \{([\s\S]*?)\n\}/g;
const PROPERTY = /#(\w+) \w+#\w+\}[\s\S]*?\*\/\s*readonly \w+(\??): ([^;]+);/g;
/** Folders of resources that the constructs do not make and that stand in lakes all the same. */
const ALSO = [
  ...['storage-account-network-rules', 'storage-object-replication', 'storage-data-lake-gen2-filesystem'],
  ...['storage-encryption-scope', 'storage-share', 'storage-queue', 'storage-table', 'key-vault-access-policy'],
  ...['synapse-workspace-sql-aad-admin', 'synapse-integration-runtime-azure', 'synapse-linked-service'],
  ...['synapse-integration-runtime-self-hosted', 'synapse-workspace-vulnerability-assessment'],
  ...['data-factory-dataset-parquet', 'data-factory-dataset-json', 'data-factory-dataset-delimited-text'],
  ...['data-factory-linked-service-azure-blob-storage', 'consumption-budget-subscription', 'route-table'],
  ...['nat-gateway', 'public-ip', 'kubernetes-cluster', 'storage-blob', 'log-analytics-solution'],
];

const used = new Set(ALSO);
for (const folder of ['constructs', 'stacks', 'examples']) collect(join(root, folder));
const schema = Object.fromEntries([...used].sort().flatMap(read));
writeFileSync(TARGET, await format(JSON.stringify(schema), { parser: 'json', printWidth: 120 }));
console.log(`${TARGET}: ${Object.keys(schema).length} types`);

/** @param {string} folder */
function collect(folder) {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) collect(path);
    else if (entry.name.endsWith('.ts')) {
      for (const [, name = ''] of readFileSync(path, 'utf8').matchAll(/@cdktf\/provider-azurerm\/lib\/([\w-]+)'/g))
        used.add(name);
    }
  }
}

/** @param {string} folder @returns {[string, object][]} */
function read(folder) {
  const file = join(LIB, folder, 'index.d.ts');
  if (!existsSync(file)) throw new Error(`The provider has no ${folder}.`);
  const text = readFileSync(file, 'utf8');
  const structs = join(LIB, folder, 'index-structs');
  const all = existsSync(structs)
    ? [
        text,
        ...readdirSync(structs)
          .filter((name) => name.endsWith('.d.ts'))
          .map((name) => readFileSync(join(structs, name), 'utf8')),
      ].join('\n')
    : text;
  const type = /tfResourceType = "(azurerm_\w+)"/.exec(text)?.[1];
  if (type === undefined) return [];
  const interfaces = new Map([...all.matchAll(INTERFACE)].map(([, name = '', body = '']) => [name, body]));
  const config = [...interfaces.keys()].find(
    (name) => /Config$/.test(name) && new RegExp(`config: ${name}\\)`).test(text),
  );
  if (config === undefined) throw new Error(`${folder} has no configuration.`);
  return [[type, argumentsOf(interfaces, config)]];
}

/** @param {ReadonlyMap<string, string>} interfaces @param {string} name @returns {Record<string, [boolean, object | null]>} */
function argumentsOf(interfaces, name) {
  /** @type {Record<string, [boolean, object | null]>} */
  const found = {};
  for (const [, argument = '', optional, type = ''] of (interfaces.get(name) ?? '').matchAll(PROPERTY)) {
    const nested = [...type.matchAll(/[A-Z]\w+/g)].map(([word]) => word).find((word) => interfaces.has(word));
    found[argument] = [optional === '', nested === undefined ? null : argumentsOf(interfaces, nested)];
  }
  return found;
}
