import {
  Agent,
  createServer,
  type IncomingMessage,
  request as httpRequest,
  type Server,
  type ServerResponse,
} from 'node:http';
import type { AddressInfo } from 'node:net';
import type { TokenCredential } from '@azure/core-auth';
import type { HttpClient } from '@azure/core-rest-pipeline';
import { createDefaultHttpClient, createHttpHeaders } from '@azure/core-rest-pipeline';
import { requireOperation } from './operations';

/** One request as a service sees it. */
export interface Exchange {
  readonly method: string;
  readonly host: string;
  readonly url: URL;
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly body: Buffer;
}

export interface Answer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** Bytes as they are; anything else as JSON. */
  readonly body?: unknown;
}

export type Service = (exchange: Exchange) => Answer | Promise<Answer>;

export interface LogEntry {
  readonly method: string;
  readonly host: string;
  /** With its query. */
  readonly path: string;
  /** 0 when no answer was given. */
  readonly status: number;
}

/** What goes wrong with one request. */
export type Fault =
  | { readonly kind: 'answer'; readonly answer: Answer }
  /** The connection breaks before the service saw the request, or after it did what was asked. */
  | { readonly kind: 'drop'; readonly when: 'before' | 'after' }
  /** No answer ever. */
  | { readonly kind: 'hang' }
  /** The answer stops in the middle: the connection breaks there, or nothing more ever comes. */
  | { readonly kind: 'stop'; readonly then: 'drop' | 'hang' };

/** Asked for every request; `number` counts from 1 since the last {@link LoopbackCloud.reset}. */
export type FaultPlan = (exchange: Exchange, number: number) => Fault | undefined;

/**
 * Azure on this machine: one HTTP server that tells services apart by host name, logs every request and breaks those that a
 * plan names. A request needs a bearer token for the service it goes to.
 */
export class LoopbackCloud {
  private entries: LogEntry[] = [];
  private count = 0;
  private plan: FaultPlan = () => undefined;

  private constructor(
    private readonly server: Server,
    private readonly services: ReadonlyMap<string, Service>,
  ) {}

  static async start(services: ReadonlyMap<string, Service>): Promise<LoopbackCloud> {
    const server = createServer();
    const cloud = new LoopbackCloud(server, services);
    server.on('request', (incoming: IncomingMessage, outgoing: ServerResponse) => void cloud.serve(incoming, outgoing));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return cloud;
  }

  get port(): number {
    return (this.server.address() as AddressInfo).port;
  }

  get log(): readonly LogEntry[] {
    return this.entries;
  }

  /** Forgets what was logged, and breaks what `plan` says from now on. */
  reset(plan: FaultPlan = () => undefined): void {
    this.entries = [];
    this.count = 0;
    this.plan = plan;
  }

  async stop(): Promise<void> {
    agent.destroy();
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  client(): HttpClient {
    return clientAt(this.port);
  }

  private async serve(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of incoming) chunks.push(chunk as Buffer);
    const host = incoming.headers.host ?? '';
    const exchange: Exchange = {
      method: incoming.method ?? '',
      host,
      url: new URL(incoming.url ?? '/', `https://${host}`),
      headers: Object.fromEntries(Object.entries(incoming.headers).map(([name, value]) => [name, String(value)])),
      body: Buffer.concat(chunks),
    };
    const fault = this.plan(exchange, (this.count += 1));
    const entry = { method: exchange.method, host, path: incoming.url ?? '' };
    if (fault?.kind === 'hang' || (fault?.kind === 'drop' && fault.when === 'before')) {
      this.entries.push({ ...entry, status: 0 });
      if (fault.kind === 'drop') incoming.socket.destroy();
      return;
    }
    const answer = breachOf(exchange) ?? (fault?.kind === 'answer' ? fault.answer : await this.answer(exchange));
    this.entries.push({ ...entry, status: fault?.kind === 'drop' ? 0 : answer.status });
    if (fault?.kind === 'drop') return void incoming.socket.destroy();
    const { status, headers = {}, body } = answer;
    const bytes = Buffer.isBuffer(body) || body === undefined ? body : Buffer.from(JSON.stringify(body));
    const type = Buffer.isBuffer(body) || body === undefined ? {} : { 'content-type': 'application/json' };
    outgoing.writeHead(status, { ...type, ...headers });
    if (fault?.kind === 'stop') {
      const half = (bytes ?? Buffer.alloc(0)).subarray(0, (bytes?.length ?? 0) / 2);
      outgoing.write(half, () => {
        if (fault.then === 'drop') incoming.socket.destroy();
      });
      return;
    }
    outgoing.end(bytes);
  }

  private async answer(exchange: Exchange): Promise<Answer> {
    const service = this.services.get(exchange.host);
    if (service === undefined) return { status: 502, body: { error: { code: 'NoSuchHost', message: exchange.host } } };
    const refused = refuseToken(exchange);
    if (refused !== undefined) return refused;
    try {
      return await service(exchange);
    } catch (error) {
      // A body that breaks the published specification must fail the test, not be repeated as a passing fault.
      return { status: 400, body: { error: { code: 'BrokenSpecification', message: String(error) } } };
    }
  }
}

/** A request that the published specification does not know must fail the test, whatever the plan says of it. */
function breachOf(exchange: Exchange): Answer | undefined {
  try {
    requireOperation(exchange);
    return undefined;
  } catch (error) {
    return { status: 400, body: { error: { code: 'BrokenSpecification', message: String(error) } } };
  }
}

/** Sends requests for any host to a loopback; the URL stays what the SDKs made it, so that their own rules apply. */
export function clientAt(port: number): HttpClient {
  const inner = createDefaultHttpClient();
  return {
    sendRequest: (request) => {
      const url = new URL(request.url);
      const headers = createHttpHeaders(request.headers.toJSON({ preserveCase: true }));
      headers.set('Host', url.host);
      const local = `http://127.0.0.1:${port}${url.pathname}${url.search}`;
      return inner.sendRequest({ ...request, headers, url: local, allowInsecureConnection: true });
    },
  };
}

let tokens = 0;

/** A credential of the tests: tokens are `<scope> <number>`. */
export function testCredential(): TokenCredential {
  return {
    getToken: async (scopes) => ({
      token: `${[scopes].flat().join(' ')} ${(tokens += 1)}`,
      expiresOnTimestamp: Date.now() + 3_600_000,
    }),
  };
}

/** A token of the tests, see {@link testCredential}. */
function refuseToken({ host, headers, url }: Exchange): Answer | undefined {
  // A link that signs for itself: a token beside it would be given away.
  if (url.searchParams.has('sig') && headers['authorization'] === undefined) return undefined;
  const scope = headers['authorization']?.replace(/^Bearer /, '').split(' ')[0];
  if (scope === scopeOf(host)) return undefined;
  return {
    status: 401,
    body: { error: { code: 'InvalidAuthenticationToken', message: `'${String(scope)}' on ${host}` } },
  };
}

function scopeOf(host: string): string {
  if (/\.(blob|dfs)\.core\./.test(host)) return 'https://storage.azure.com/.default';
  if (host.startsWith('management.')) return `https://${host}/.default`;
  return `https://${host.slice(host.indexOf('.') + 1)}/.default`;
}

const agent = new Agent({ keepAlive: true });

/** A service that answers what the real one at `port` answers, signed in there by `sas`. */
export function forwardTo(port: number, account: string, sas: string): Service {
  const forward = (exchange: Exchange): Promise<Answer> =>
    new Promise((resolve, reject) => {
      const { method, url, headers, body } = exchange;
      const query = url.search === '' ? `?${sas}` : `${url.search}&${sas}`;
      const outgoing = httpRequest(
        {
          ...{ agent, port, method, host: '127.0.0.1', path: `/${account}${url.pathname}${query}` },
          headers: {
            ...without(headers, /^(host|authorization|connection|content-length)$/),
            'content-length': String(body.length),
          },
        },
        (incoming) => {
          const chunks: Buffer[] = [];
          incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
          incoming.on('end', () => {
            const answered = without(incoming.headers, /^(connection|transfer-encoding|keep-alive)$/);
            resolve({ status: incoming.statusCode ?? 500, headers: answered, body: Buffer.concat(chunks) });
          });
        },
      );
      outgoing.on('error', (error) => {
        // The emulator closed a connection that had been idle, in the moment in which it was used again.
        if (outgoing.reusedSocket) resolve(forward(exchange));
        else reject(error);
      });
      outgoing.end(body);
    });
  return forward;
}

function without(headers: Readonly<Record<string, unknown>>, names: RegExp): Record<string, string> {
  const kept = Object.entries(headers).filter(([name]) => !names.test(name));
  return Object.fromEntries(kept.map(([name, value]) => [name, String(value)]));
}
