import { isJsonArray, isJsonObject, type Json, type JsonObject } from '../../shared/json';
import type { SynthesizedStack } from '../../synthesized/stack';

/** Arguments of a map type: their keys are data, and keep their form. */
const MAPS: readonly string[] = ['tags', 'metadata', 'parameters', 'node_labels', 'properties', 'input'];

/**
 * A program that makes the same resources with the same provider classes and nothing else: one `new Class(...)` with literal
 * configuration a resource. It is what somebody without our constructs would write, had they known every value.
 */
export function bareProgram(
  stacks: readonly SynthesizedStack[],
  documents: Readonly<Record<string, JsonObject>>,
): string {
  const types = [...new Set(stacks.flatMap(({ resources }) => resources.map(({ type }) => type)))].sort();
  const lines = [
    `const { App, TerraformStack, TerraformOutput, AzurermBackend } = require('cdktf');`,
    `const { AzurermProvider } = require('@cdktf/provider-azurerm/lib/provider');`,
    ...types.map((type) => `const ${type} = classOf(require('${moduleOf(type)}'), '${type}');`),
    `function classOf(module, type) {`,
    `  return Object.values(module).find((one) => one.tfResourceType === type);`,
    `}`,
    `const app = new App({ outdir: process.argv[2] });`,
    ...stacks.flatMap((stack, index) => stackLines(stack, documents[stack.name] ?? {}, `s${String(index)}`)),
    `app.synth();`,
    `const { user, system } = process.cpuUsage();`,
    `process.stdout.write(JSON.stringify({`,
    `  cpuSeconds: (user + system) / 1e6, synthSeconds: 0, wallSeconds: performance.now() / 1000,`,
    `  peakMb: process.resourceUsage().maxRSS / 1024,`,
    `}));`,
  ];
  return `${lines.join('\n')}\n`;
}

function stackLines(stack: SynthesizedStack, document: JsonObject, variable: string): readonly string[] {
  const provider = document['provider'];
  const [azurerm] = isJsonObject(provider) && isJsonArray(provider['azurerm']) ? provider['azurerm'] : [];
  const backend = isJsonObject(stack.terraform['backend']) ? stack.terraform['backend']['azurerm'] : undefined;
  const outputs = isJsonObject(document['output']) ? document['output'] : {};
  return [
    `const ${variable} = new TerraformStack(app, ${JSON.stringify(stack.name)});`,
    `new AzurermBackend(${variable}, ${JSON.stringify(camel(backend ?? {}))});`,
    `new AzurermProvider(${variable}, 'Azure', ${JSON.stringify(camel(azurerm ?? {}))});`,
    ...stack.resources.map(({ type, id, body }) => {
      const { depends_on: dependsOn, lifecycle, ...config } = withoutMetadata(body);
      const waits = dependsOn === undefined ? '' : `.addOverride('depends_on', ${JSON.stringify(dependsOn)})`;
      const kept = lifecycle === undefined ? {} : { lifecycle: camel(lifecycle) };
      const literal = JSON.stringify({ ...(camel(config) as JsonObject), ...kept });
      return `new ${type}(${variable}, ${JSON.stringify(id)}, ${literal})${waits};`;
    }),
    ...Object.entries(outputs).map(
      ([name, output]) => `new TerraformOutput(${variable}, ${JSON.stringify(name)}, ${JSON.stringify(output)});`,
    ),
  ];
}

function withoutMetadata(body: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(body).filter(([key]) => key !== '//'));
}

/** Where the class of a type comes from: the provider's own folder for it, or cdktf for what Terraform has by itself. */
function moduleOf(type: string): string {
  return type.startsWith('azurerm_')
    ? `@cdktf/provider-azurerm/lib/${type.replace(/^azurerm_/, '').replaceAll('_', '-')}`
    : 'cdktf';
}

function camel(value: Json, within = ''): Json {
  if (isJsonArray(value)) return value.map((item) => camel(item, within));
  if (!isJsonObject(value) || MAPS.includes(within)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, child]) => [
      key.replace(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase()),
      camel(child, key),
    ]),
  );
}
