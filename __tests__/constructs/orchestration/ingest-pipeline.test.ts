import type { TerraformStack } from 'cdktf';
import { Lakehouse } from '../../../constructs/lakehouse/lakehouse';
import type { LakehouseProps } from '../../../constructs/lakehouse/lakehouse-props';
import { IngestPipeline } from '../../../constructs/orchestration/ingest-pipeline';
import type { IngestPipelineProps } from '../../../constructs/orchestration/ingest-pipeline-props';
import { MedallionPipeline } from '../../../constructs/orchestration/medallion-pipeline';
import type { TableContract } from '../../../contracts/contract';
import { tableGraph } from '../../../contracts/graph';
import type { SecretReference } from '../../../contracts/manifest';
import type { Source, SourceKind } from '../../../contracts/source';
import { dev } from '../../../environments/dev';
import type { Environment } from '../../../environments/settings/environment';
import { prod } from '../../../environments/prod';
import { recoveryOf } from '../../../environments/recovery';
import { pipelineActivities } from '../../../policies/rules/pipeline-activities';
import type { SynthesizedStack } from '../../../synthesized/stack';
import { addStacks } from '../../../stacks';
import * as parts from '../../defaults/parts';
import { chain, contract } from '../../support/contracts';
import { describeRefusals } from '../../support/refusal';
import { bodiesOf, synthesize, synthesizeStack } from '../../support/synth';

type Subject = Omit<IngestPipelineProps, 'factory' | 'medallion' | 'storage'>;

const sources: Readonly<Record<SourceKind, Source>> = {
  files: { kind: 'files', system: 'pos', format: 'jsonl', path: 'pos/sales' },
  database: {
    kind: 'database',
    system: 'erp',
    connection: 'erp',
    table: 'public.orders',
    increment: { by: 'watermark', column: 'changed_at' },
  },
  api: {
    kind: 'api',
    system: 'crm',
    connection: 'crm',
    request: '/v1/leads',
    format: 'json',
    path: 'crm/leads',
    paging: { by: 'cursor', field: 'next', parameter: 'cursor' },
    watermark: { parameter: 'since', field: 'changed_at' },
  },
  changes: { kind: 'changes', system: 'other', connection: 'other', table: 'silver/x', operation: 'op' },
  kafka: { kind: 'kafka', system: 'clicks', connection: 'hub', topic: 'clicks', format: 'jsonl' },
};
const from = (kind: SourceKind): TableContract => contract('bronze.sales', { source: sources[kind] });
const schedule = { frequency: 'Hour', interval: 2, startTime: '2026-12-01T00:00:00Z', active: true } as const;
const base: Subject = { contract: from('files') };

function make(stack: TerraformStack, id: string, props: Subject): IngestPipeline {
  const storage = parts.storage(stack);
  const factory = parts.factory(stack, storage);
  const wiring = { factory, storage, graph: tableGraph(chain), sparkPool: 'spbatch', schedule: prod.pipeline };
  const medallion = new MedallionPipeline(stack, 'Medallion', wiring);
  return new IngestPipeline(stack, id, { ...props, factory, medallion, storage });
}

const synthesized = (props: Subject): SynthesizedStack => synthesizeStack((stack) => make(stack, 'Subject', props));

interface Job {
  readonly dependsOn: readonly object[];
  readonly policy: { readonly timeout: string; readonly retry: number; readonly retryIntervalInSeconds: number };
  readonly typeProperties: { readonly file: { readonly value: string }; readonly args: readonly unknown[] };
}

function jobOf(stack: SynthesizedStack): Job {
  const body = bodiesOf(stack, 'azurerm_data_factory_pipeline').find(({ name }) => name === 'ingest_sales');
  const [, job] = JSON.parse(String(body?.['activities_json'])) as readonly Job[];
  if (job === undefined) throw new Error('The pipeline has no job.');
  return job;
}

describe('IngestPipeline', () => {
  describeRefusals(base, make, [
    {
      what: 'a table that is made from others',
      bad: { contract: contract('silver.sales') },
      setting: 'contract',
      good: { contract: from('kafka') },
    },
    {
      what: 'the arrival of rows in a database',
      bad: { contract: from('database'), when: { on: 'arrival', endsWith: '_SUCCESS', active: true } },
      setting: 'ingest of bronze.sales',
      good: { contract: from('database'), when: { on: 'schedule', schedule } },
    },
    {
      what: 'a marker that is a path',
      bad: { when: { on: 'arrival', endsWith: 'sales/_SUCCESS', active: true } },
      setting: 'endsWith',
      good: { when: { on: 'arrival', endsWith: '_SUCCESS', active: true } },
    },
    {
      what: 'no marker at all, which starts a run for each file as it is opened',
      bad: { when: { on: 'arrival', endsWith: '', active: true } },
      setting: 'endsWith',
      good: { when: { on: 'arrival', endsWith: '.parquet', active: true } },
    },
    {
      what: 'a schedule by the minute',
      bad: { when: { on: 'schedule', schedule: { ...schedule, interval: 0 } } },
      setting: 'interval',
      good: { when: { on: 'schedule', schedule } },
    },
  ]);

  test.each(Object.keys(sources) as SourceKind[])('takes in %s by the bronze job of its table alone', (kind) => {
    const stack = synthesized({ contract: from(kind) });
    const job = jobOf(stack);
    expect(job.dependsOn).toEqual([{ activity: 'ResolveRelease', dependencyConditions: ['Succeeded'] }]);
    expect(job.typeProperties.file.value).toContain("'/jobs/bronze_ingestion.py')");
    expect(job.typeProperties.args.slice(-2)).toEqual(['--tables', 'bronze.sales']);
    expect(JSON.stringify(pipelineActivities.evaluate(stack))).not.toContain('non-compliant');
    expect(bodiesOf(stack, 'azurerm_data_factory_trigger_blob_event')).toEqual([]);
    expect(bodiesOf(stack, 'azurerm_data_factory_trigger_schedule')).toHaveLength(1);
  });

  test("asks somebody else's system with more patience than our own storage", () => {
    const [files, database, api] = (['files', 'database', 'api'] as const).map(
      (kind) => jobOf(synthesized({ contract: from(kind) })).policy,
    );
    expect(files).toMatchObject({ timeout: '0.01:30:00', retry: 1, retryIntervalInSeconds: 120 });
    expect(database).toMatchObject({ timeout: '0.02:00:00', retry: 2, retryIntervalInSeconds: 300 });
    expect(api).toMatchObject({ timeout: '0.04:00:00', retry: 3, retryIntervalInSeconds: 600 });
  });

  test('starts when the file arrives that completes a delivery, empty or not', () => {
    const trigger = (endsWith: string): object | undefined =>
      bodiesOf(
        synthesized({ contract: from('files'), when: { on: 'arrival', endsWith, active: true } }),
        'azurerm_data_factory_trigger_blob_event',
      )[0];
    expect(trigger('_SUCCESS')).toMatchObject({
      activated: true,
      events: ['Microsoft.Storage.BlobCreated'],
      blob_path_begins_with: '/landing/blobs/pos/sales/',
      blob_path_ends_with: '/_SUCCESS',
      ignore_empty_blobs: false,
      storage_account_id: expect.stringMatching(/^\$\{azurerm_storage_account\.[\w-]+\.id\}$/),
    });
    expect(trigger('.parquet')).toMatchObject({ blob_path_ends_with: '.parquet', ignore_empty_blobs: true });
  });
});

const erp = contract('bronze.orders', { source: sources.database });
const connections = { erp: { url: 'jdbc:postgresql://erp.example.com/orders' } };
const withSecret = (secret: SecretReference): NonNullable<Environment['connections']> => ({
  erp: { ...connections.erp, user: 'reader', secret },
});
const sourceEndpoints = {
  erp: {
    targetResourceId: '/subscriptions/s/resourceGroups/r/providers/Microsoft.DBforPostgreSQL/flexibleServers/erp',
    subresource: 'postgresqlServer',
  },
};
const lake = (differences: Partial<Environment>): Partial<LakehouseProps> => ({
  environment: { ...dev, ...differences },
});

describe('the sources of a lake', () => {
  describeRefusals<LakehouseProps>(
    { environment: dev, contracts: chain },
    (stack, id, props) => new Lakehouse(stack, id, props),
    [
      {
        what: 'a schedule for a table without a source',
        bad: lake({ ingest: { 'silver.events_clean': { on: 'schedule', schedule } } }),
        setting: 'environment.ingest',
        good: lake({ ingest: { 'bronze.events': { on: 'schedule', schedule } } }),
      },
      {
        what: 'a source whose connection nobody declared',
        bad: { contracts: [...chain, erp] },
        setting: 'environment.connections, read by bronze.orders',
        good: { contracts: [...chain, erp], ...lake({ connections }) },
      },
      {
        what: 'a password in a file that no pool has',
        bad: {
          contracts: [...chain, erp],
          ...lake({ connections: withSecret({ kind: 'file', path: '/home/me/key' }) }),
        },
        setting: 'environment.connections.erp.secret',
        good: {
          contracts: [...chain, erp],
          ...lake({ connections: withSecret({ kind: 'keyVault', vault: 'kv-acme', secret: 'erp' }) }),
        },
      },
      {
        what: 'a password in a vault that a protected network cannot reach',
        bad: {
          contracts: [...chain, erp],
          environment: {
            ...prod,
            connections: withSecret({ kind: 'keyVault', vault: 'kv-acme', secret: 'erp' }),
            sourceEndpoints,
          },
        },
        setting: 'environment.connections.erp.secret',
        good: {
          contracts: [...chain, erp],
          environment: {
            ...prod,
            connections: withSecret({ kind: 'keyVault', vault: 'kv-lake-prod-7c4hx', secret: 'erp' }),
            sourceEndpoints,
          },
        },
      },
      {
        what: 'a source that a protected network cannot reach',
        bad: { contracts: [...chain, erp], environment: { ...prod, connections } },
        setting: 'environment.sourceEndpoints, needed by bronze.orders',
        good: { contracts: [...chain, erp], environment: { ...prod, connections, sourceEndpoints } },
      },
    ],
  );

  const when: Environment['ingest'] = {
    'bronze.orders': { on: 'schedule', schedule },
    'bronze.events': { on: 'arrival', endsWith: '_SUCCESS', active: true },
  };
  const environment = { ...prod, connections, sourceEndpoints, ingest: when };
  const { stacks, text } = synthesize((app) => addStacks(app, [environment, recoveryOf(environment)], [...chain, erp]));
  const named = (name: string): SynthesizedStack => {
    const found = stacks.find((stack) => stack.name === name);
    if (found === undefined) throw new Error(`There is no stack ${name}.`);
    return found;
  };

  test('have a pipeline each, and those of other tables have none', () => {
    const names = bodiesOf(named('prod'), 'azurerm_data_factory_pipeline').map(({ name }) => name);
    expect(names.filter((name) => String(name).startsWith('ingest_')).sort()).toEqual([
      'ingest_events',
      'ingest_orders',
    ]);
  });

  test('are reached through an endpoint of the managed network', () => {
    const ways = bodiesOf(named('prod-access'), 'azurerm_synapse_managed_private_endpoint');
    expect(ways.find(({ name }) => name === 'source-erp')).toMatchObject({
      target_resource_id: sourceEndpoints.erp.targetResourceId,
      subresource_name: 'postgresqlServer',
    });
  });

  test('ask for Event Grid only where something arrives', () => {
    expect(text['prod']).toContain('Microsoft.EventGrid');
    const plain = synthesize((app) => addStacks(app, [dev], chain));
    expect(plain.text['dev']).toContain('Microsoft.DataFactory');
    expect(plain.text['dev']).not.toContain('Microsoft.EventGrid');
  });

  test('are not taken in by the recovery environment before somebody switches them on', () => {
    const active = (stack: SynthesizedStack): readonly unknown[] =>
      ['azurerm_data_factory_trigger_blob_event', 'azurerm_data_factory_trigger_schedule'].flatMap((type) =>
        bodiesOf(stack, type).map(({ activated }) => activated),
      );
    expect(active(named('recovery'))).toEqual([false, false, false, false]);
    expect(active(named('prod'))).not.toContain(false);
  });
});
