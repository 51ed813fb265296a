import { randomUUID } from 'node:crypto';
import type { ContainerClient } from '@azure/storage-blob';
import { calling, codeOf, statusOf } from './azure-error';
import type { SynapseConnection } from './connection';
import { waitUntil } from './operations';

const PATH = 'publisher.lock';
/** Longest that a killed publisher keeps others waiting; the service allows 15 to 60. */
const LEASE_SECONDS = 30;
const RENEW_MS = 10_000;
/** A publication that takes longer has died in a way that still renews its lease, or works on hundreds of artifacts. */
const PATIENCE_MS = 900_000;

/**
 * Lets one publisher at a time change what cannot be changed in one conditional write. The lease of a killed publisher runs
 * out by itself.
 *
 * @throws ServiceError when somebody else holds it for too long
 */
export async function withLease<T>(
  { retryPolicy }: SynapseConnection,
  container: ContainerClient,
  holder: string,
  work: () => Promise<T>,
): Promise<T> {
  const blob = container.getBlockBlobClient(PATH);
  const lease = blob.getBlobLeaseClient(randomUUID());
  const limited = { ...retryPolicy, operationTimeoutMs: Math.min(retryPolicy.operationTimeoutMs, PATIENCE_MS) };
  await calling('become the only publisher', () =>
    waitUntil('another publisher', limited, async () => {
      try {
        await lease.acquireLease(LEASE_SECONDS);
        return { value: true };
      } catch (error) {
        if (statusOf(error) === 404 && codeOf(error) === 'BlobNotFound') {
          await createIfAbsent(() =>
            blob.upload(holder, Buffer.byteLength(holder), { conditions: { ifNoneMatch: '*' } }),
          );
          return { againIn: 0 };
        }
        if (codeOf(error) === 'LeaseAlreadyPresent') return { againIn: undefined };
        throw error;
      }
    }),
  );
  const timer = setInterval(() => void lease.renewLease().catch(() => undefined), RENEW_MS);
  timer.unref();
  try {
    return await work();
  } finally {
    clearInterval(timer);
    // It runs out by itself; what was done is done.
    await lease.releaseLease().catch(() => undefined);
  }
}

async function createIfAbsent(create: () => Promise<unknown>): Promise<void> {
  try {
    await create();
  } catch (error) {
    if (statusOf(error) !== 409 && statusOf(error) !== 412) throw error;
  }
}
