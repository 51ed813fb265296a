import { chmodSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { SparkPoolManager } from '../../../delivery/spark-pool-manager';
import { RETRY_POLICY } from '../../../delivery/targets/synapse/retry-policy';
import { WorkspacePools } from '../../../delivery/targets/synapse/pools';
import { KubernetesSpotPool } from '../../../delivery/targets/synapse/spot-pool';
import { newFolder, removeFolders } from '../fixtures';
import { startAzure, type TestAzure, type TestEnvironment } from '../services/azure';

jest.setTimeout(60_000);

let azure: TestAzure;
let environment: TestEnvironment;
beforeAll(async () => {
  azure = await startAzure();
});
beforeEach(async () => {
  environment = await azure.environment();
  azure.cloud.reset();
});
afterAll(async () => {
  await azure.stop();
  removeFolders();
});

const release = async (): Promise<string> => 'abfss://releases@stlake.dfs.core.windows.net/0123456789abcdef';
const manager = (spot?: KubernetesSpotPool) =>
  new SparkPoolManager(new WorkspacePools(environment.connection(), release), spot);
const limits = { poolName: 'synspbatch', minNodes: 3, maxNodes: 10, autoPauseMinutes: 15 };
const job = { script: 'bronze_ingestion.py', executorSize: 'Medium', executors: 5 };

describe('configureAutoscale', () => {
  test('changes the limits, keeps every other setting, waits as the service asks, and does nothing the second time', async () => {
    const before = environment.pools.properties;
    azure.waits.slept.length = 0;
    expect(await manager().configureAutoscale(limits)).toBe('changed');
    expect(environment.pools.properties).toMatchObject({
      ...{ nodeSize: before['nodeSize'], libraryRequirements: before['libraryRequirements'] },
      autoScale: { enabled: true, minNodeCount: 3, maxNodeCount: 10 },
      autoPause: { enabled: true, delayInMinutes: 15 },
    });
    expect(azure.waits.slept).toContain(15_000);
    azure.cloud.reset();
    expect(await manager().configureAutoscale(limits)).toBe('unchanged');
    expect(azure.cloud.log.map(({ method }) => method)).toEqual(['GET']);
  });

  test.each([
    [{ minNodes: 2 }, 'minNodes is 2, allowed is 3 to 200', 'a head node and two workers'],
    [{ maxNodes: 2 }, 'maxNodes is 2, allowed is 3 to 200', 'Raise maxNodes'],
    [{ autoPauseMinutes: 4 }, 'autoPauseMinutes is 4, allowed is 5 to 10080', 'Use 5 for jobs'],
    [{ minNodes: Number.NaN }, 'minNodes is NaN', 'Give at least 3'],
    [{ poolName: 'synspbtach' }, "there is no Spark pool 'synspbtach'", "Use 'synspbatch'"],
  ])('%j is refused before anything is asked', async (changes, message, remedy) => {
    await expect(manager().configureAutoscale({ ...limits, ...changes })).rejects.toMatchObject({
      message: expect.stringContaining(message),
      remedy: expect.stringContaining(remedy),
    });
    expect(azure.cloud.log).toEqual([]);
  });
});

describe('submitBatchJob on Synapse', () => {
  test('runs a job of the active release through Livy, to its end', async () => {
    environment.workspace.looksPerOperation = 2;
    expect(await manager().submitBatchJob({ ...job, args: ['--tables', 'bronze.users'] })).toEqual({
      ...{ id: '0', succeeded: true, errors: [] },
    });
    expect(environment.workspace.batches[0]?.body).toMatchObject({
      name: 'bronze_ingestion',
      file: `${await release()}/jobs/bronze_ingestion.py`,
      args: ['--tables', 'bronze.users'],
      ...{ executorCores: 8, executorMemory: '56g', driverCores: 8, driverMemory: '56g', numExecutors: 5 },
    });
  });

  test('says why a job failed', async () => {
    environment.workspace.batchResult = 'Failed';
    expect(await manager().submitBatchJob(job)).toEqual({ id: '0', succeeded: false, errors: ['the job threw'] });
  });

  test('a submission whose answer was lost is found again, not sent twice', async () => {
    azure.cloud.reset(({ method }) => (method === 'POST' ? { kind: 'drop', when: 'after' } : undefined));
    expect(await manager().submitBatchJob(job)).toMatchObject({ succeeded: true });
    expect(environment.workspace.batches).toHaveLength(1);
  });

  test.each([
    [{ executorSize: 'Large' }, "does not fit a Medium node of Spark pool 'synspbatch'"],
    [{ executorSize: 'Huge' }, "there is no executor size 'Huge'"],
    [{ executors: 6 }, '6 executors do not fit'],
    [{ executors: 0 }, 'executors is 0'],
    [{ maxPricePerHour: 0.5 }, 'maxPricePerHour 0.5 is for spot instances only'],
    [{ useSpotInstances: true }, 'no pool of spot nodes, and Synapse Spark has no spot instances'],
  ])('%j is refused, and nothing is submitted', async (changes, message) => {
    await expect(manager().submitBatchJob({ ...job, ...changes })).rejects.toThrow(message);
    expect(environment.workspace.batches).toEqual([]);
  });
});

describe('submitBatchJob on spot nodes', () => {
  /** Notes what it was given; says RUNNING once, then `end`. */
  function spotPool(
    end: string,
    maxPricePerHour = 0.4,
  ): { readonly pool: KubernetesSpotPool; readonly created: () => unknown } {
    const folder = newFolder();
    const kubectl = join(folder, 'kubectl');
    writeFileSync(
      kubectl,
      `#!/bin/sh
if [ "$1" = create ]; then cat > ${folder}/created.json; exit 0; fi
if [ -e ${folder}/looked ]; then state=${end}; else state=RUNNING; touch ${folder}/looked; fi
echo '{"status":{"applicationState":{"state":"'$state'","errorMessage":"driver threw"}}}'
`,
    );
    chmodSync(kubectl, 0o755);
    const settings = { maxPricePerHour, image: 'spark:3.5', namespace: 'spark', serviceAccount: 'spark' };
    const pool = new KubernetesSpotPool(settings, { ...RETRY_POLICY, sleep: async () => undefined }, release, kubectl);
    return { pool, created: () => JSON.parse(readFileSync(join(folder, 'created.json'), 'utf8')) as unknown };
  }

  const spotJob = { ...job, useSpotInstances: true, maxPricePerHour: 0.5 };

  test('the driver goes to ordinary nodes, executors to spot nodes', async () => {
    const { pool, created } = spotPool('COMPLETED');
    expect(await manager(pool).submitBatchJob(spotJob)).toMatchObject({ succeeded: true });
    expect(created()).toMatchObject({
      ...{ apiVersion: 'sparkoperator.k8s.io/v1beta2', kind: 'SparkApplication' },
      metadata: { name: expect.stringMatching(/^bronze-ingestion-[0-9a-f]{8}$/), namespace: 'spark' },
      spec: {
        mainApplicationFile: `${await release()}/jobs/bronze_ingestion.py`,
        driver: { affinity: { nodeAffinity: expect.anything() } },
        executor: {
          ...{ instances: 5, cores: 8, memory: '56g' },
          nodeSelector: { 'kubernetes.azure.com/scalesetpriority': 'spot' },
          tolerations: [{ key: 'kubernetes.azure.com/scalesetpriority', value: 'spot', effect: 'NoSchedule' }],
        },
      },
    });
    expect(JSON.stringify((created() as { spec: { driver: unknown } }).spec.driver)).toContain('"NotIn"');
    expect(environment.workspace.batches).toEqual([]);
  });

  test('says why an application failed', async () => {
    expect(await manager(spotPool('FAILED').pool).submitBatchJob(spotJob)).toMatchObject({
      ...{ succeeded: false, errors: ['driver threw'] },
    });
  });

  test.each([
    [0.3, 0.4, /may cost 0\.3 US dollars .* takes nodes at up to 0\.4/],
    [0.3, -1, /takes nodes at up to the regular price/],
    [0, 0.4, /maxPricePerHour is 0, allowed is more than 0/],
  ])('a job that may cost %d on a pool of %d is refused', async (maxPricePerHour, ofPool, message) => {
    const { pool } = spotPool('COMPLETED', ofPool);
    await expect(manager(pool).submitBatchJob({ ...spotJob, maxPricePerHour })).rejects.toThrow(message);
  });

  test('a machine without kubectl is told what it lacks', async () => {
    const settings = { maxPricePerHour: 0.4, image: 'spark:3.5', namespace: 'spark', serviceAccount: 'spark' };
    const pool = new KubernetesSpotPool(settings, RETRY_POLICY, release, '/nowhere/kubectl');
    await expect(manager(pool).submitBatchJob(spotJob)).rejects.toMatchObject({
      remedy: expect.stringContaining('Install kubectl'),
    });
  });
});
