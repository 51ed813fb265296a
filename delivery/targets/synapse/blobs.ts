import { createHash } from 'node:crypto';
import type { HttpClient } from '@azure/core-rest-pipeline';
import type { ContainerClient, IHttpClient } from '@azure/storage-blob';
import { calling, codeOf, statusOf } from './azure-error';
import type { SynapseConnection } from './connection';
import { sdks } from './sdks';
import { copyOf } from './transport';

export interface StoredBlob {
  /** Base64; undefined where the service keeps none. */
  readonly md5: string | undefined;
  readonly bytes: number;
}

export interface ReadBlob {
  readonly bytes: Uint8Array;
  readonly etag: string;
}

/** The blobs of one container, by path; every write is conditional and every upload is checked by the service. */
export class Blobs {
  constructor(
    private readonly container: ContainerClient,
    /** For messages. */
    private readonly uri: string,
  ) {}

  /** Every blob whose path begins with `prefix`, 5,000 a request. */
  async list(prefix: string): Promise<ReadonlyMap<string, StoredBlob>> {
    return calling(`list ${this.uri}/${prefix}`, async () => {
      const found = new Map<string, StoredBlob>();
      for await (const { name, properties } of this.container.listBlobsFlat({ prefix })) {
        const { contentMD5, contentLength } = properties;
        const md5 = contentMD5 === undefined ? undefined : Buffer.from(contentMD5).toString('base64');
        found.set(name, { md5, bytes: contentLength ?? 0 });
      }
      return found;
    });
  }

  /** @returns undefined when there is no such blob */
  async read(path: string): Promise<ReadBlob | undefined> {
    return calling(`read ${this.uri}/${path}`, async () => {
      try {
        const { readableStreamBody, etag } = await this.container
          .getBlobClient(path)
          .download(0, undefined, { maxRetryRequests: REREADS });
        const chunks: Uint8Array[] = [];
        for await (const chunk of readableStreamBody ?? []) chunks.push(Buffer.from(chunk));
        return { bytes: Buffer.concat(chunks), etag: etag ?? '' };
      } catch (error) {
        if (statusOf(error) === 404 && codeOf(error) !== 'ContainerNotFound') return undefined;
        throw error;
      }
    });
  }

  /** @returns false when a blob of that name exists already; it is left as it is */
  async create(path: string, content: Uint8Array, contentType: string): Promise<boolean> {
    return this.write(path, content, contentType, { ifNoneMatch: '*' });
  }

  /** @returns false when the blob is no longer the one of `etag`; it is left as it is */
  async replace(path: string, content: Uint8Array, contentType: string, etag: string): Promise<boolean> {
    return this.write(path, content, contentType, { ifMatch: etag });
  }

  async remove(path: string): Promise<void> {
    await calling(`delete ${this.uri}/${path}`, () => this.container.getBlobClient(path).deleteIfExists());
  }

  private async write(
    path: string,
    content: Uint8Array,
    blobContentType: string,
    conditions: { readonly ifNoneMatch: string } | { readonly ifMatch: string },
  ): Promise<boolean> {
    return calling(`write ${this.uri}/${path}`, async () => {
      try {
        await this.container.getBlockBlobClient(path).upload(content, content.length, {
          conditions,
          blobHTTPHeaders: { blobContentType },
        });
        return true;
      } catch (error) {
        if (statusOf(error) === 412 || MOVED.has(codeOf(error))) return false;
        throw error;
      }
    });
  }
}

/** A stream that breaks is asked for again from where it broke. */
const REREADS = 5;
const MOVED = new Set(['BlobAlreadyExists', 'ConditionNotMet']);

export function md5Of(content: Uint8Array): string {
  return createHash('md5').update(content).digest('base64');
}

/** Opens a container of the environment's lake. */
export function openContainer({ transport, credential }: SynapseConnection, blobUrl: string): ContainerClient {
  return new (sdks.storageBlob().ContainerClient)(blobUrl, credential, {
    httpClient: asStorageClient(transport),
    // Below it is our transport, which tries again by one rule for all services.
    retryOptions: { maxTries: 1 },
    userAgentOptions: { userAgentPrefix: 'medallion' },
  });
}

/**
 * The storage SDK still takes its HTTP client in the form of the generation before. What is uploaded goes out with its
 * Content-MD5, which the SDK states for blocks only: the service compares, and refuses what was damaged on the way.
 */
function asStorageClient(client: HttpClient): IHttpClient {
  const { toHttpHeadersLike } = sdks.httpCompat();
  const { createHttpHeaders, createPipelineRequest } = sdks.restPipeline();
  return {
    sendRequest: async (resource) => {
      const { url, method, body, timeout, abortSignal, streamResponseStatusCodes, proxySettings, agent } = resource;
      const headers = createHttpHeaders(resource.headers.toJson({ preserveCase: true }));
      if (body instanceof Uint8Array && body.length > 0) headers.set('Content-MD5', md5Of(body));
      const request = copyOf(createPipelineRequest({ url, method }), {
        ...{ body, timeout, headers },
        ...(abortSignal === undefined ? {} : { abortSignal }),
        ...(streamResponseStatusCodes === undefined ? {} : { streamResponseStatusCodes }),
        ...(proxySettings === undefined ? {} : { proxySettings }),
        ...(agent === undefined ? {} : { agent }),
      });
      const response = await client.sendRequest(request);
      // The SDK knows how to read an answer by the very request it made.
      return { ...response, headers: toHttpHeadersLike(response.headers), request: resource };
    },
  };
}
