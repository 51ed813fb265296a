import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AzurermProvider } from '@cdktf/provider-azurerm/lib/provider';
import { App, LocalBackend, TerraformStack } from 'cdktf';
import type { JsonObject } from '../../shared/json';
import { loadStacks } from '../../synthesized/load-stacks';
import type { StackResource, SynthesizedStack } from '../../synthesized/stack';

export interface Synthesis {
  readonly stacks: readonly SynthesizedStack[];
  /** Parsed `cdk.tf.json` by the name of its stack. */
  readonly json: Readonly<Record<string, JsonObject>>;
  /** Bytes of every `cdk.tf.json` by the name of its stack. */
  readonly text: Readonly<Record<string, string>>;
}

/**
 * What `app.synth()` writes. `Testing.synth` would not do: it skips validations, backends and references between stacks.
 */
export function synthesize(build: (app: App) => void): Synthesis {
  const outdir = mkdtempSync(join(tmpdir(), 'medallion-synth-'));
  try {
    const app = new App({ outdir });
    build(app);
    app.synth();
    const stacks = loadStacks(outdir);
    const text = Object.fromEntries(
      stacks.map(({ name }) => [name, readFileSync(join(outdir, 'stacks', name, 'cdk.tf.json'), 'utf8')]),
    );
    const json = Object.fromEntries(Object.entries(text).map(([name, content]) => [name, parseObject(content)]));
    return { stacks, json, text };
  } finally {
    rmSync(outdir, { recursive: true, force: true });
  }
}

/** One stack named `test` around what `build` makes. */
export function synthesizeStack(build: (stack: TerraformStack) => void): SynthesizedStack {
  const { stacks } = synthesize((app) => build(testStack(app)));
  return only(stacks, 'stack');
}

/** For constructs that are expected to refuse their props: nothing is written. */
export function scratchStack(): TerraformStack {
  return testStack(new App({ outdir: join(tmpdir(), 'medallion-never-written') }));
}

/** Bodies of all resources of a type. */
export function bodiesOf(stack: SynthesizedStack, type: string): readonly JsonObject[] {
  return stack.resources.filter((resource) => resource.type === type).map(({ body }) => body);
}

/** The only resource of a type; fails when there is none or another. */
export function bodyOf(stack: SynthesizedStack, type: string): JsonObject {
  return only(bodiesOf(stack, type), type);
}

/** Resource whose construct path ends so. */
export function resourceAt(stack: SynthesizedStack, pathEnd: string): StackResource {
  return only(
    stack.resources.filter(({ path }) => path.endsWith(pathEnd)),
    pathEnd,
  );
}

function testStack(app: App): TerraformStack {
  const stack = new TerraformStack(app, 'test');
  new LocalBackend(stack, { path: 'test.tfstate' });
  new AzurermProvider(stack, 'Azure', { features: [{}] });
  return stack;
}

function only<T>(found: readonly T[], what: string): T {
  const [first] = found;
  if (first === undefined || found.length > 1) throw new Error(`${String(found.length)} of ${what}, expected one.`);
  return first;
}

function parseObject(text: string): JsonObject {
  return JSON.parse(text) as JsonObject;
}
