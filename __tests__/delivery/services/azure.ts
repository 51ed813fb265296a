import { type EnvironmentOutputs } from '../../../delivery/targets/synapse/delivery-output';
import { connect, type SynapseConnection, type ClientParts } from '../../../delivery/targets/synapse/connection';
import { RETRY_POLICY, type RetryPolicy } from '../../../delivery/targets/synapse/retry-policy';
import { SynapseTarget } from '../../../delivery/targets/synapse/synapse-target';
import { ACCOUNT, Azurite } from './azurite';
import { EndpointService } from './endpoints';
import { FactoryService } from './factory';
import { forwardTo, LoopbackCloud, type Service, testCredential } from './loopback';
import { PackageService } from './packages';
import { PoolService } from './pools';
import { WorkspaceService } from './workspace';

export const WORKSPACE = 'synw-lake-test';
const ENDPOINTS = /\/(managedPrivateEndpoints|privateEndpointConnections)(\/|$)/;
const DEV_HOST = `${WORKSPACE}.dev.azuresynapse.net`;

/** Waits that a test can look at: none of them takes time. */
export interface Waits {
  readonly slept: number[];
  readonly told: string[];
}

export interface TestAzure {
  readonly cloud: LoopbackCloud;
  readonly azurite: Azurite;
  readonly waits: Waits;
  /** A new environment, with services that know nothing yet; earlier ones are out of reach then. */
  environment(): Promise<TestEnvironment>;
  means(changes?: Partial<ClientParts>): ClientParts;
  /** Takes down what an environment is, to begin from it again and again. */
  snapshot(environment: TestEnvironment): Promise<Snapshot>;
  restore(snapshot: Snapshot): Promise<TestEnvironment>;
  stop(): Promise<void>;
}

export interface Snapshot {
  readonly outputs: EnvironmentOutputs;
  readonly blobs: ReadonlyMap<string, Buffer>;
  readonly artifacts: WorkspaceService['artifacts'];
}

export interface TestEnvironment {
  readonly outputs: EnvironmentOutputs;
  readonly workspace: WorkspaceService;
  readonly factory: FactoryService;
  readonly pools: PoolService;
  readonly endpoints: EndpointService;
  readonly packages: PackageService;
  /** As another process would have it. */
  target(means?: ClientParts): SynapseTarget;
  connection(means?: ClientParts): SynapseConnection;
}

export async function startAzure(): Promise<TestAzure> {
  const azurite = await Azurite.start();
  const blobs = forwardTo(azurite.port, ACCOUNT, azurite.sas);
  const cloud = await LoopbackCloud.start(
    new Map<string, Service>([
      [`${ACCOUNT}.blob.core.windows.net`, blobs],
      [
        'management.azure.com',
        (exchange) => {
          if (ENDPOINTS.test(exchange.url.pathname)) return endpoints.service(exchange);
          return exchange.url.pathname.includes('/Microsoft.Synapse/')
            ? pools.service(exchange)
            : factory.service(exchange);
        },
      ],
      [
        DEV_HOST,
        (exchange) => {
          if (ENDPOINTS.test(exchange.url.pathname)) return endpoints.service(exchange);
          return (/^\/librar/.test(exchange.url.pathname) ? packages : workspace).service(exchange);
        },
      ],
    ]),
  );
  let workspace = new WorkspaceService(DEV_HOST);
  let factory = new FactoryService();
  let pools = new PoolService();
  let endpoints = new EndpointService();
  let packages = new PackageService(DEV_HOST);
  const waits: Waits = { slept: [], told: [] };
  let environments = 0;
  const retryPolicy: RetryPolicy = {
    ...RETRY_POLICY,
    requestTimeoutMs: 30_000,
    sleep: async (milliseconds) => void waits.slept.push(milliseconds),
    onWait: (what) => void waits.told.push(what),
  };
  const means = (changes: Partial<ClientParts> = {}): ClientParts => ({
    signIn: testCredential,
    client: () => cloud.client(),
    retryPolicy,
    ...changes,
  });
  const open = (outputs: EnvironmentOutputs): TestEnvironment => {
    workspace = new WorkspaceService(DEV_HOST);
    factory = new FactoryService();
    pools = new PoolService();
    endpoints = new EndpointService();
    packages = new PackageService(DEV_HOST);
    const connection = (given: ClientParts = means()): SynapseConnection => connect(outputs, given);
    const target = (given?: ClientParts): SynapseTarget => new SynapseTarget('test', () => connection(given));
    return { outputs, connection, workspace, factory, pools, endpoints, packages, target };
  };
  return {
    ...{ cloud, azurite, waits, means },
    environment: async () => {
      environments += 1;
      for (const container of ['releases', 'system']) {
        await azurite.client.getContainerClient(`${container}${environments}`).create();
      }
      return open(outputsOf(environments));
    },
    snapshot: async ({ outputs, workspace: { artifacts } }) => {
      const container = azurite.client.getContainerClient(containerOf(outputs));
      const blobs = new Map<string, Buffer>();
      for await (const { name } of container.listBlobsFlat()) {
        blobs.set(name, await container.getBlobClient(name).downloadToBuffer());
      }
      return { outputs, blobs, artifacts: new Map(artifacts) };
    },
    restore: async ({ outputs, blobs, artifacts }) => {
      const container = azurite.client.getContainerClient(containerOf(outputs));
      await container.delete();
      await container.create();
      await Promise.all(
        [...blobs].map(([name, bytes]) => container.getBlockBlobClient(name).upload(bytes, bytes.length)),
      );
      const environment = open(outputs);
      artifacts.forEach((stored, key) => environment.workspace.artifacts.set(key, stored));
      return environment;
    },
    stop: async () => {
      await cloud.stop();
      await azurite.stop();
    },
  };
}

/** Name of the container of releases. */
export function containerOf({ delivery }: EnvironmentOutputs): string {
  return /^abfss:\/\/([^@]+)@/.exec(delivery.releases)?.[1] ?? '';
}

export function outputsOf(number: number): EnvironmentOutputs {
  const container = (name: string): string => `abfss://${name}${number}@${ACCOUNT}.dfs.core.windows.net`;
  return {
    environment: 'test',
    tenantBindings: {},
    delivery: {
      tenantId: '00000000-0000-4000-8000-000000000001',
      subscriptionId: '00000000-0000-4000-8000-000000000002',
      resourceGroup: 'rg-lake-test',
      releases: container('releases'),
      workspace: WORKSPACE,
      devEndpoint: `https://${WORKSPACE}.dev.azuresynapse.net`,
      sparkPools: ['synspbatch'],
      pipelinePool: 'synspbatch',
      factory: 'adf-lake-test',
      pipeline: 'medallion',
      trigger: 'medallion-schedule',
      triggerActive: true,
    },
    binding: {
      schemaVersion: 1,
      environment: 'test',
      containers: {
        landing: container('landing'),
        bronze: container('bronze'),
        silver: container('silver'),
        gold: container('gold'),
        system: container('system'),
      },
      tokenKey: { kind: 'keyVault', vault: 'kv-lake-test', secret: 'token-key' },
    },
  };
}
