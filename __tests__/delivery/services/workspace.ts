import type { Answer, Exchange, Service } from './loopback';
import {
  apiVersion,
  checkBatch,
  checkSparkJob,
  checkSqlScript,
  conform,
  type Json,
  jsonBody,
  object,
} from './specification';

interface Stored {
  readonly properties: Json;
  readonly etag: string;
}

interface Operation {
  readonly key: string;
  looks: number;
  readonly apply: () => void;
  readonly fails: boolean;
  /** Results can be asked for again: an answer may be lost. */
  ended: boolean;
}

const VERSION = '2020-12-01';
const KINDS: Readonly<Record<string, { readonly check: (body: Json) => void; readonly type: string }>> = {
  sparkJobDefinitions: { check: checkSparkJob, type: 'Microsoft.Synapse/workspaces/sparkJobDefinitions' },
  sqlScripts: { check: checkSqlScript, type: 'Microsoft.Synapse/workspaces/sqlScripts' },
};
/** What Studio refuses in a name. */
const NAME = /^[A-Za-z0-9_][^<>*#.%&:\\+?/]{0,259}$/;

/** A Synapse workspace's data plane: artifacts with ETags and long-running writes, and Livy batches. */
export class WorkspaceService {
  readonly artifacts = new Map<string, Stored>();
  readonly batches: { readonly id: number; readonly pool: string; readonly body: Json; looks: number }[] = [];
  /** How often an operation says that it is not through; what the next operations come to. */
  looksPerOperation = 1;
  failNext = 0;
  /** How many reads after a write still show what was there before. */
  staleReads = 0;
  /** What batches come to. */
  batchResult: 'Succeeded' | 'Failed' = 'Succeeded';
  private readonly stale = new Map<string, { left: number; readonly before: Stored | undefined }>();
  private readonly operations = new Map<string, Operation>();
  private count = 0;

  constructor(private readonly host: string) {}

  readonly service: Service = (exchange) => {
    const [, kind = '', name = '', ...rest] = exchange.url.pathname.split('/').map(decodeURIComponent);
    if (kind === 'livyApi') return this.livy(exchange, rest);
    conform(`${exchange.method} ${kind}`, [apiVersion(exchange, VERSION)]);
    if (kind === 'operationResults') return this.look(name);
    const known = KINDS[kind];
    if (known === undefined) return { status: 404, body: error('NotFound', exchange.url.pathname) };
    if (exchange.method === 'GET') return this.read(kind, name, known.type);
    if (exchange.method === 'PUT') return this.write(exchange, kind, name, known.check);
    if (exchange.method === 'DELETE') return this.remove(kind, name);
    return { status: 405, body: error('MethodNotAllowed', exchange.method) };
  };

  /** As if a person had made it in Studio. */
  put(kind: string, name: string, properties: Json): void {
    this.artifacts.set(`${kind}/${name}`, { properties, etag: this.newEtag() });
  }

  private read(kind: string, name: string, type: string): Answer {
    const key = `${kind}/${name}`;
    const late = this.stale.get(key);
    const stored = late !== undefined && late.left-- > 0 ? late.before : this.artifacts.get(key);
    if (stored === undefined) return { status: 404, body: error('ArtifactNotFound', key) };
    return { status: 200, body: { id: `/${key}`, name, type, etag: stored.etag, properties: stored.properties } };
  }

  private write(exchange: Exchange, kind: string, name: string, check: (body: Json) => void): Answer {
    const key = `${kind}/${name}`;
    if (!NAME.test(name)) return { status: 400, body: error('InvalidArtifactName', name) };
    const body = jsonBody(exchange);
    check(body);
    const live = this.artifacts.get(key);
    const match = exchange.headers['if-match'];
    if (match !== undefined && match !== '*' && match !== live?.etag) {
      return { status: 412, body: error('PreconditionFailed', `etag of ${key}`) };
    }
    return this.begin(key, () => {
      this.stale.set(key, { left: this.staleReads, before: this.artifacts.get(key) });
      this.artifacts.set(key, { properties: object(body['properties']), etag: this.newEtag() });
    });
  }

  private remove(kind: string, name: string): Answer {
    const key = `${kind}/${name}`;
    if (!this.artifacts.has(key)) return { status: 404, body: error('ArtifactNotFound', key) };
    return this.begin(key, () => this.artifacts.delete(key));
  }

  private begin(key: string, apply: () => void): Answer {
    const [pending] = [...this.operations].filter(([, operation]) => operation.key === key && !operation.ended);
    if (pending !== undefined) {
      const [other, operation] = pending;
      // Time passes for an operation that nobody looks at, too.
      if (operation.looks-- > 0)
        return { status: 409, body: error('ArtifactBusy', `another operation on ${key} is in progress`) };
      this.look(other);
    }
    const id = `operation-${(this.count += 1)}`;
    const fails = this.failNext > 0;
    if (fails) this.failNext -= 1;
    this.operations.set(id, { key, looks: this.looksPerOperation, apply, fails, ended: false });
    const location = `https://${this.host}/operationResults/${id}?api-version=${VERSION}`;
    return {
      status: 202,
      headers: { location, 'retry-after': '1' },
      body: { recordId: this.count, state: 'Creating' },
    };
  }

  private look(id: string): Answer {
    const operation = this.operations.get(id);
    if (operation === undefined) return { status: 404, body: error('OperationNotFound', id) };
    if (!operation.ended && operation.looks-- > 0) {
      const location = `https://${this.host}/operationResults/${id}?api-version=${VERSION}`;
      return { status: 202, headers: { location, 'retry-after': '1' }, body: { status: 'InProgress' } };
    }
    if (!operation.ended && !operation.fails) operation.apply();
    operation.ended = true;
    if (operation.fails) {
      return { status: 400, body: error('ArtifactOperationFailed', `operation on ${operation.key} failed`) };
    }
    const stored = this.artifacts.get(operation.key);
    return stored === undefined ? { status: 204 } : { status: 200, body: { id: `/${operation.key}`, ...stored } };
  }

  private livy(exchange: Exchange, [version, pools, pool = '', batches, id]: readonly string[]): Answer {
    conform('Livy path', [
      pools !== 'sparkPools' && 'sparkPools',
      batches !== 'batches' && 'batches',
      version !== '2019-11-01-preview' && `version ${String(version)}`,
    ]);
    if (exchange.method === 'POST') {
      const body = jsonBody(exchange);
      checkBatch(body);
      const created = { id: this.batches.length, pool, body, looks: this.looksPerOperation };
      this.batches.push(created);
      return { status: 200, body: this.batch(created) };
    }
    if (id === undefined)
      return {
        status: 200,
        body: { from: 0, total: this.batches.length, sessions: this.batches.map((batch) => this.batch(batch)) },
      };
    const found = this.batches.find((batch) => batch.id === Number(id) && batch.pool === pool);
    if (found === undefined) return { status: 404, body: error('LIVY_BATCH_NOT_FOUND', id) };
    found.looks -= 1;
    return { status: 200, body: this.batch(found) };
  }

  private batch({ id, pool, body, looks }: WorkspaceService['batches'][number]): Json {
    const ended = looks < 0;
    const failed = ended && this.batchResult === 'Failed';
    return {
      ...{
        id,
        sparkPoolName: pool,
        name: body['name'],
        tags: body['tags'],
        state: ended ? (failed ? 'dead' : 'success') : 'running',
      },
      ...{
        result: ended ? this.batchResult : 'Uncertain',
        errors: failed ? [{ message: 'the job threw', errorCode: 'SPARK_JOB_FAILED' }] : [],
      },
    };
  }

  private newEtag(): string {
    return `"${(this.count += 1).toString(16).padStart(8, '0')}"`;
  }
}

function error(code: string, message: string): Json {
  return { error: { code, message } };
}
