/** A month of a subscription's costs as files that `medallion cost import` takes. */
import { createWriteStream, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { daysIn } from '../../../finops/actuals/calendar';
import { UserError } from '../../../shared/errors';
import { requireSubscription } from '../../cost-import';
import { replaceFolder } from '../../files';
import { ServiceError } from './azure-error';
import type { CloudConnection } from './connection';
import { type CostReport, costReport, type Days } from './cost-details';
import { sdks } from './sdks';

export interface BillRequest {
  readonly subscription: string;
  /** `2026-11`. */
  readonly period: string;
  /** Folder below which the files go, by subscription and month. */
  readonly to: string;
  /** What day it is where the bill is made: UTC. */
  readonly today: Date;
}

export interface FetchedBill {
  readonly subscription: string;
  readonly days: Days;
  /** Paths, in the order of the report. */
  readonly files: readonly string[];
  readonly bytes: number;
}

/** Cost Management keeps so many months for reports. */
const MONTHS_KEPT = 13;

/**
 * Fetches a month so far. The folder of the month is there whole, or as it was before; a later fetch takes its place.
 *
 * @throws UserError `subscription-invalid`, `unknown-period`, `period-out-of-reach`, and as {@link costReport}
 */
export async function fetchBill(open: () => CloudConnection, request: BillRequest): Promise<FetchedBill> {
  const { subscription, period, to, today } = request;
  requireSubscription(subscription);
  const days = daysOf(period, today);
  const connection = open();
  const report = await costReport(connection, subscription.toLowerCase(), days);
  const folder = join(resolve(to), subscription.toLowerCase(), period);
  mkdirSync(dirname(folder), { recursive: true });
  const partial = mkdtempSync(join(dirname(folder), '.partial-'));
  try {
    const files: DownloadedFile[] = [];
    for (const [place, part] of report.parts.entries()) {
      const name = `part_${place}.csv${report.compressed ? '.gz' : ''}`;
      files.push({ name, bytes: await download(connection, part, join(partial, name)) });
    }
    writeFileSync(join(partial, 'manifest.json'), manifestOf(report, files));
    replaceFolder(partial, folder);
    const bytes = files.reduce((sum, file) => sum + file.bytes, 0);
    return { subscription, days, files: files.map(({ name }) => join(folder, name)), bytes };
  } finally {
    rmSync(partial, { recursive: true, force: true });
  }
}

/** @throws UserError `unknown-period`, `period-out-of-reach` */
export function daysOf(period: string, today: Date): Days {
  if (!/^\d{4}-(0[1-9]|1[0-2])$/.test(period)) {
    throw new UserError('unknown-period', `the period is '${period}'`, 'Give a month as YYYY-MM.');
  }
  const day = isoDay(today);
  const start = `${period}-01`;
  const oldest = isoDay(new Date(Date.UTC(today.getUTCFullYear(), today.getUTCMonth() - MONTHS_KEPT, 1)));
  if (start > day || start < oldest) {
    throw new UserError(
      'period-out-of-reach',
      `the period is ${period}; Cost Management reports months from ${oldest.slice(0, 7)} to ${day.slice(0, 7)}`,
      'Give one of these; older months are in exports.',
    );
  }
  const last = `${period}-${String(daysIn(period)).padStart(2, '0')}`;
  return { start, end: last < day ? last : day };
}

function isoDay(date: Date): string {
  return date.toISOString().slice(0, 10);
}

interface DownloadedFile {
  readonly name: string;
  readonly bytes: number;
}

/** As exports have it: what belongs together, and how large it is. */
function manifestOf({ id }: CostReport, files: readonly DownloadedFile[]): string {
  const blobs = files.map(({ name, bytes }) => ({ blobName: name, byteCount: bytes }));
  return `${JSON.stringify({ runInfo: { runId: id }, blobCount: blobs.length, blobs }, null, 2)}\n`;
}

/** A download that ends early begins anew, as often as any other call is tried. @returns bytes */
async function download(
  connection: CloudConnection,
  { link, bytes }: CostReport['parts'][number],
  file: string,
): Promise<number> {
  const { attempts, firstDelayMs, sleep, onWait } = connection.retryPolicy;
  // The part behind `?` opens the file for whoever has it.
  const { host, pathname } = new URL(link);
  for (let attempt = 1; ; attempt += 1) {
    const outcome = await once(connection, link, file);
    if (typeof outcome === 'number' && (bytes === undefined || bytes === outcome)) return outcome;
    const because = typeof outcome === 'number' ? `has ${outcome} of ${String(bytes)} bytes` : outcome;
    if (attempt >= attempts) {
      throw new UserError('bill-truncated', `${host}${pathname} ${because}`, 'Run the command again.');
    }
    const pause = firstDelayMs * 2 ** (attempt - 1);
    onWait(`${host} ${because}, trying again`, pause);
    await sleep(pause);
  }
}

/** @returns bytes, or why there are not all. @throws ServiceError when the service refuses */
async function once({ transport, retryPolicy }: CloudConnection, link: string, file: string): Promise<number | string> {
  const { createPipelineRequest } = sdks.restPipeline();
  const answer = await transport.sendRequest(
    // Whatever is answered is a stream: the rows of a month may be larger than a text can be.
    createPipelineRequest({ url: link, streamResponseStatusCodes: new Set([OK]) }),
  );
  if (answer.status !== OK || answer.readableStreamBody === undefined) {
    const { host, pathname } = new URL(link);
    const failure = { status: answer.status, code: '' };
    throw new ServiceError(
      'service-failed',
      `could not download ${host}${pathname}: ${answer.status}`,
      'Run the command again: links of a report end after some time.',
      failure,
      undefined,
    );
  }
  const out = createWriteStream(file, { flush: true });
  // The time for a request ends with the head of its answer: from there on a silence is what is too long.
  const silence = new AbortController();
  const timer = setTimeout(() => {
    silence.abort();
  }, retryPolicy.requestTimeoutMs);
  try {
    const heard = async function* (chunks: AsyncIterable<string | Buffer>): AsyncIterable<string | Buffer> {
      for await (const chunk of chunks) {
        timer.refresh();
        yield chunk;
      }
    };
    await pipeline(answer.readableStreamBody, heard, out, { signal: silence.signal });
    return out.bytesWritten;
  } catch (error) {
    if (isOfDisk(error)) throw error;
    return `broke off after ${out.bytesWritten} bytes`;
  } finally {
    clearTimeout(timer);
  }
}

/** What fails when the disk does, and not the network. */
function isOfDisk(error: unknown): boolean {
  if (typeof error !== 'object' || error === null || !('syscall' in error)) return false;
  return ['open', 'write', 'fsync', 'close'].includes(String(error.syscall));
}

const OK = 200;
