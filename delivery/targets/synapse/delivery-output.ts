import { UserError } from '../../../shared/errors';
import { suggest } from '../../../shared/suggest';
import { type Binding, MANIFEST_SCHEMA_VERSION } from '../../../contracts/manifest';

/** What a deployed environment says about itself: the outputs `delivery` and `binding` of its stack. */
export interface DeliveryOutput {
  readonly tenantId: string;
  readonly subscriptionId: string;
  readonly resourceGroup: string;
  /** `abfss://releases@<account>.dfs.<suffix>`. */
  readonly releases: string;
  readonly workspace: string;
  /** `abfss://backup@<account>.dfs.<suffix>`: where backups are kept; absent where the environment has no place for them. */
  readonly backup?: string;
  /** `https://<workspace>.dev.<suffix>`. */
  readonly devEndpoint: string;
  readonly sparkPools: readonly string[];
  /** The pool that runs the pipeline. */
  readonly pipelinePool: string;
  readonly factory: string;
  readonly pipeline: string;
  /** Starts the pipeline by the clock. */
  readonly trigger: string;
  /** Whether it should run. */
  readonly triggerActive: boolean;
  /** T-SQL for `master` that limits what serverless SQL may read; absent in outputs of older deployments. */
  readonly serverlessLimits?: readonly string[];
}

export interface EnvironmentOutputs {
  readonly environment: string;
  readonly delivery: DeliveryOutput;
  readonly binding: Binding;
  /** By tenant, where its own data stand; empty for a lake without tenants. */
  readonly tenantBindings: Readonly<Record<string, Binding>>;
}

const TEXTS = [
  'tenantId',
  'subscriptionId',
  'resourceGroup',
  'releases',
  'workspace',
  'devEndpoint',
  'pipelinePool',
  'factory',
  'pipeline',
  'trigger',
] as const satisfies readonly (keyof DeliveryOutput)[];

/**
 * Reads an environment's outputs from either form in which they are written: `cdktf deploy --outputs-file` (stacks by name)
 * or `terraform output -json` (of one stack).
 *
 * @param origin where the text comes from, for the message
 * @throws UserError when the environment or one of its values is missing
 */
export function parseOutputs(text: string, environment: string, origin: string): EnvironmentOutputs {
  const value = parseJson(text);
  if (!isRecord(value)) throw new UserError('outputs-unreadable', `${origin} holds no JSON object`, HOW_TO_WRITE);
  const outputs = 'delivery' in value ? unwrapped(value) : stackOf(value, environment, origin);
  const delivery = outputs['delivery'];
  const binding = outputs['binding'];
  if (!isDelivery(delivery)) {
    const given = isRecord(delivery) ? delivery : {};
    const missing = [...TEXTS.filter((name) => typeof given[name] !== 'string'), ...missingOthers(given)];
    throw new UserError(
      'outputs-incomplete',
      `the output 'delivery' in ${origin} lacks ${missing.join(', ')}`,
      HOW_TO_WRITE,
    );
  }
  if (!isBinding(binding))
    throw new UserError('outputs-incomplete', `the output 'binding' in ${origin} is missing`, HOW_TO_WRITE);
  if (binding.environment !== environment) {
    throw new UserError(
      'outputs-of-another-environment',
      `${origin} is of environment '${binding.environment}', not of '${environment}'`,
      `Give --environment ${binding.environment}, or the outputs of '${environment}'.`,
    );
  }
  const tenantBindings = outputs['tenant-bindings'] ?? {};
  if (!isRecord(tenantBindings) || !isBindings(tenantBindings)) {
    throw new UserError(
      'outputs-incomplete',
      `the output 'tenant-bindings' in ${origin} holds something else than bindings`,
      HOW_TO_WRITE,
    );
  }
  return { environment, delivery, binding, tenantBindings };
}

const HOW_TO_WRITE =
  'Write it with `npx cdktf deploy <environment> --outputs-file <file>` or `terraform output -json > <file>`.';

function stackOf(
  stacks: Readonly<Record<string, unknown>>,
  environment: string,
  origin: string,
): Readonly<Record<string, unknown>> {
  const stack = stacks[environment];
  if (isRecord(stack)) return unwrapped(stack);
  throw new UserError(
    'environment-not-in-outputs',
    `${origin} has no stack '${environment}'`,
    suggest(environment, Object.keys(stacks)),
  );
}

/** Terraform wraps every output as `{ value, type, sensitive }`. */
function unwrapped(outputs: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    Object.entries(outputs).map(([name, output]) => [
      name,
      isRecord(output) && 'value' in output && 'type' in output ? output['value'] : output,
    ]),
  );
}

function isDelivery(value: unknown): value is DeliveryOutput {
  return isRecord(value) && TEXTS.every((name) => typeof value[name] === 'string') && missingOthers(value).length === 0;
}

function missingOthers({ sparkPools, triggerActive }: Readonly<Record<string, unknown>>): readonly string[] {
  const pools = Array.isArray(sparkPools) && sparkPools.every((pool) => typeof pool === 'string');
  return [...(pools ? [] : ['sparkPools']), ...(typeof triggerActive === 'boolean' ? [] : ['triggerActive'])];
}

function isBinding(value: unknown): value is Binding {
  return (
    isRecord(value) &&
    value['schemaVersion'] === MANIFEST_SCHEMA_VERSION &&
    typeof value['environment'] === 'string' &&
    isRecord(value['containers']) &&
    isRecord(value['tokenKey'])
  );
}

function isBindings(value: Readonly<Record<string, unknown>>): value is Readonly<Record<string, Binding>> {
  return Object.values(value).every(isBinding);
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
