import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { ERASURE_MODULE } from '../../../contracts/release-layout';
import { multiTenant } from '../../../examples/multi-tenant';
import { pipelineActivities } from '../../../policies/rules/pipeline-activities';
import { addStacks } from '../../../stacks';
import { chain } from '../../support/contracts';
import { bodiesOf, resourceAt, synthesize } from '../../support/synth';

const { stacks } = synthesize((app) => addStacks(app, [multiTenant], chain));
const lake = stacks.find(({ name }) => name === multiTenant.name);
if (lake === undefined) throw new Error('The example has no stack.');
const pipelines = bodiesOf(lake, 'azurerm_data_factory_pipeline');
const tenants = multiTenant.tenants ?? [];

interface Step {
  readonly name: string;
  readonly type: string;
  readonly policy: object;
  readonly typeProperties: {
    readonly dataset?: { readonly referenceName: string };
    readonly args?: readonly (string | { readonly value: string })[];
    readonly file?: { readonly value: string };
    readonly targetBigDataPool?: { readonly referenceName: string };
  };
}

function stepsOf(name: string): readonly Step[] {
  return JSON.parse(String(pipelines.find((body) => body['name'] === name)?.['activities_json'])) as readonly Step[];
}

describe.each([
  { name: 'erasure', binding: 'binding.json', system: 'system', pool: multiTenant.pipelinePool },
  ...tenants.map((tenant) => ({
    name: `erasure-${tenant.id}`,
    binding: `binding-${tenant.id}.json`,
    system: `${tenant.id}-system`,
    pool: tenant.isolation === 'account' ? tenant.sparkPool.name : multiTenant.pipelinePool,
  })),
])('the pipeline $name', ({ name, binding, system, pool }) => {
  const [resolve, run] = stepsOf(name);

  test('runs one job of the active release, one request at a time and once', () => {
    const body = pipelines.find((each) => each['name'] === name);
    expect(body).toMatchObject({ concurrency: 1, parameters: { request: '' } });
    expect(stepsOf(name).map((step) => step.name)).toEqual(['ResolveRelease', name]);
    expect(run?.typeProperties.file?.value).toContain("'/jobs/engine_job.py'");
    expect(run?.typeProperties.targetBigDataPool?.referenceName).toBe(pool);
    expect(run?.policy).toMatchObject({ timeout: '0.08:00:00', retry: 0 });
  });

  test('tells the job where the request lies, and nobody whom it is about', () => {
    const [, , , bound, ...own] = run?.typeProperties.args ?? [];
    expect(bound).toMatch(new RegExp(`^abfss://releases@.*/${binding}$`));
    expect(own.slice(0, 3)).toEqual(['--module', 'medallion.erasure', '--request']);
    expect(own).toHaveLength(4);
    const [, , , request] = own;
    expect(typeof request === 'string' ? request : request?.value).toMatch(
      new RegExp(
        `^@concat\\('abfss://${system}@\\S+/erasures/requests/', pipeline\\(\\)\\.parameters\\.request, '\\.json'\\)$`,
      ),
    );
    // The one look-up is for the release: what it reads stands in the log of the run.
    expect(resolve?.type).toBe('Lookup');
    expect(resolve?.typeProperties.dataset?.referenceName).toBe('release_pointer');
  });

  test('waits for a person to start it', () => {
    const triggered = lake.resources
      .filter(({ type }) => type.startsWith('azurerm_data_factory_trigger_'))
      .map(({ body }) => JSON.stringify(body));
    const { address } = lake.resources.find(({ body }) => body['name'] === name) ?? { address: 'none' };
    expect(triggered.some((text) => text.includes(resourceAt(lake, 'Lakehouse/Pipeline/Resource').address))).toBe(true);
    expect(triggered.filter((text) => text.includes(`"${name}"`) || text.includes(`${address}.`))).toEqual([]);
  });
});

test('the engine has the module that they call, and its identity may delete deliveries and leave its proof', () => {
  const engine = join(__dirname, '..', '..', '..', 'pipelines', 'src', ...ERASURE_MODULE.split('.'));
  expect(existsSync(join(engine, '__main__.py'))).toBe(true);
  const writes = bodiesOf(lake, 'azurerm_role_assignment')
    .filter((grant) => grant['role_definition_name'] === 'Storage Blob Data Contributor')
    .map(({ description }) => String(description));
  expect(writes).toContainEqual(expect.stringContaining('leave evidence of erasures'));
  expect(writes).toContainEqual(expect.stringContaining('Spark jobs read deliveries, fetch'));
  for (const { id } of tenants) expect(writes).toContainEqual(expect.stringContaining(`what ${id} delivers, fetch`));
});

test('erasures keep the rules for the JSON of activities', () => {
  expect(tenants.length).toBeGreaterThan(1);
  expect(JSON.stringify(pipelineActivities.evaluate(lake))).not.toContain('non-compliant');
});
