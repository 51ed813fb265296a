import { randomUUID } from 'node:crypto';
import { BINDING_FILE, ENGINE_JOB_FILE } from '../../../contracts/release-layout';
import { EngineError } from '../../engine-error';
import { parseRunEvent } from '../../run-events';
import type { JobRequest, JobResult } from '../../target';
import { Blobs, openContainer } from './blobs';
import { containerAddress } from './clouds';
import type { SynapseConnection } from './connection';
import { SparkBatches } from './livy';

/** Such work reads tables whole: two executors of eight cores read a large table in minutes. */
const BATCH_SIZE = { executorSize: 'Medium', executors: 2 } as const;

/** A module of the engine as one Spark batch; what it found comes back as a blob beside the ledger. */
export async function runJob(
  connection: SynapseConnection,
  { release, module, args, onLog }: JobRequest,
): Promise<JobResult> {
  const { delivery, binding } = connection.outputs;
  const folder = `${delivery.releases}/${release}`;
  const system = containerAddress(binding.containers.system);
  const result = `results/${randomUUID()}.json`;
  const name = `${module.replace('.', '-')}-${release}`;
  const batches = new SparkBatches(connection, delivery.pipelinePool);
  const id = await batches.submit({
    ...BATCH_SIZE,
    name,
    file: `${folder}/${ENGINE_JOB_FILE}`,
    args: [
      ...['--module', module, ...args],
      ...['--release', folder, '--binding', `${delivery.releases}/${BINDING_FILE}`],
      ...['--result', `${binding.containers.system}/${result}`],
    ],
    tags: { release, module },
  });
  onLog(`${module} is batch ${id} on Spark pool ${batches.pool}`);
  const { errors } = await batches.follow(id, name);
  // A module that found damage ends with an exit code, so with a failed batch: what it wrote decides.
  const written = await new Blobs(openContainer(connection, system.blobUrl), system.uri).read(result);
  const event = written === undefined ? undefined : parseRunEvent(Buffer.from(written.bytes).toString('utf8'));
  if (event?.event === 'job.finished') return { isWell: event.isWell, result: event.result };
  if (event?.event === 'error') throw new EngineError(event, 1);
  const why = errors.length === 0 ? 'no reason given' : errors.join('; ');
  const remedy = `Open batch ${id} in Synapse Studio, Monitor; then run it again: it repeats nothing.`;
  throw new EngineError({ code: 'batch-failed', message: `${name} ended without a result: ${why}`, remedy }, 1);
}
