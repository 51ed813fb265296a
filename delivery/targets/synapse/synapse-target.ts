import type { ContainerClient } from '@azure/storage-blob';
import { UserError } from '../../../shared/errors';
import { type LakeData, parseLakeData } from '../../lake-data';
import { promoter } from '../../pointer-state';
import type { MeasuredServiceLevels } from '../../service-levels';
import { COST_FOLDERS } from '../../target';
import type {
  CostRecord,
  FiredAlert,
  JobRequest,
  JobResult,
  Places,
  RunRecord,
  RunRequest,
  RunResult,
  DeliveryTarget,
} from '../../target';
import { firedAlerts } from './alerts';
import { Blobs, openContainer } from './blobs';
import { containerAddress } from './clouds';
import type { SynapseConnection } from './connection';
import { PipelineRuns } from './data-factory';
import { runJob } from './job';
import { withLease } from './lease';
import { serviceLevels } from './metrics';
import { BlobReleasePointer } from './pointer';
import { requireTables, runBatches, runPipeline } from './run';
import { BlobReleaseStore } from './store';
import { SynapseSurroundings } from './surroundings';

/** Where a run leaves what the ledger says, as on the local target. */
const LAKE_DATA = 'report/data.json';

/** The lake of one environment in Azure: releases as blobs, run by Synapse. */
export class SynapseTarget implements DeliveryTarget {
  readonly name: string;
  readonly releases: BlobReleaseStore;
  readonly pointer: BlobReleasePointer;
  readonly surroundings: SynapseSurroundings;
  private readonly connect: () => SynapseConnection;
  private readonly container: () => ContainerClient;

  /** @param connect asked when something is called, so that nobody signs in for a message about a typo */
  constructor(environment: string, connect: () => SynapseConnection) {
    this.connect = once(connect);
    this.name = `synapse ${environment}`;
    this.container = once(() => openContainer(this.connect(), this.connect().releases.blobUrl));
    const blobs = once(() => new Blobs(this.container(), this.connect().releases.uri));
    this.releases = new BlobReleaseStore(blobs);
    this.pointer = new BlobReleasePointer(this.name, blobs);
    this.surroundings = new SynapseSurroundings(this.connect, blobs, this.releases);
  }

  async exclusively<T>(work: () => Promise<T>): Promise<T> {
    return withLease(this.connect(), this.container(), promoter(process.env), work);
  }

  async run(request: RunRequest): Promise<RunResult> {
    requireOrdinary(this.name, request);
    const connection = this.connect();
    const [manifest, pointer] = await Promise.all([this.releases.manifest(request.release), this.pointer.read()]);
    requireTables(manifest, request.tables);
    const wholly = request.tables === undefined && pointer?.state.release === request.release;
    return wholly ? runPipeline(connection, manifest, request) : runBatches(connection, manifest, request);
  }

  async runs(limit: number): Promise<readonly RunRecord[]> {
    return new PipelineRuns(this.connect()).recent(limit);
  }

  get places(): Places {
    const { binding, delivery } = this.connect().outputs;
    return { backup: delivery.backup, scratch: `${binding.containers.system}/scratch` };
  }

  async handOver(path: string, text: string): Promise<string> {
    const connection = this.connect();
    const system = containerAddress(connection.outputs.binding.containers.system);
    const blobs = new Blobs(openContainer(connection, system.blobUrl), system.uri);
    await blobs.create(path, Buffer.from(text), 'application/json');
    return `${system.uri}/${path}`;
  }

  async job(request: JobRequest): Promise<JobResult> {
    return runJob(this.connect(), request);
  }

  async alerts(since: string): Promise<readonly FiredAlert[]> {
    return firedAlerts(this.connect(), since);
  }

  async serviceLevels(since: string, now: Date): Promise<MeasuredServiceLevels> {
    return serviceLevels(this.connect(), since, now);
  }

  async lakeData(): Promise<LakeData | undefined> {
    const connection = this.connect();
    const system = containerAddress(connection.outputs.binding.containers.system);
    const found = await new Blobs(openContainer(connection, system.blobUrl), system.uri).read(LAKE_DATA);
    return found === undefined ? undefined : parseLakeData(Buffer.from(found.bytes).toString('utf8'), LAKE_DATA);
  }

  async costRecords(): Promise<readonly CostRecord[]> {
    const connection = this.connect();
    const system = containerAddress(connection.outputs.binding.containers.system);
    const blobs = new Blobs(openContainer(connection, system.blobUrl), system.uri);
    const records: CostRecord[] = [];
    for (const folder of COST_FOLDERS) {
      for (const path of (await blobs.list(`finops/${folder}/`)).keys()) {
        const found = path.endsWith('.json') ? await blobs.read(path) : undefined;
        const text = found && Buffer.from(found.bytes).toString('utf8');
        if (text !== undefined) records.push({ path: path.slice('finops/'.length), text });
      }
    }
    return records;
  }
}

/** The pipeline decides what runs side by side, and each of its runs goes on where the last one stopped. */
function requireOrdinary(target: string, { mode, parallel }: RunRequest): void {
  if (mode === undefined && parallel === undefined) return;
  const what = mode === undefined ? 'the number of tables at a time' : `a run of kind ${mode.kind}`;
  throw new UserError(
    'option-not-supported',
    `${what} is not supported on target '${target}'`,
    'Leave the option out; to make silver or gold again, submit its job with --full-refresh or --backfill.',
  );
}

function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => (made ??= { value: make() }).value;
}
