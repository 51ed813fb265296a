import type { Answer, Exchange, Service } from './loopback';
import { apiVersion, conform, type Json } from './specification';

interface Library {
  bytes: Buffer;
  status: 'Created' | 'Succeeded';
}

const VERSION = '2020-12-01';
const MOST_BYTES = 4 * 1024 * 1024;

/**
 * Workspace packages, by `specification/synapse/data-plane/Microsoft.Synapse/stable/2020-12-01/library.json`: created, filled
 * in pieces, flushed. Each step but the pieces is an operation that takes its time.
 */
export class PackageService {
  readonly libraries = new Map<string, Library>();
  looks = 1;
  private readonly operations = new Map<string, { looks: number; readonly apply: () => void }>();

  constructor(private readonly host: string) {}

  readonly service: Service = (exchange) => {
    const { pathname, searchParams } = exchange.url;
    const [, collection, name = '', action] = pathname.split('/').map(decodeURIComponent);
    conform(`${exchange.method} ${pathname}`, [apiVersion(exchange, VERSION)]);
    if (collection === 'libraryOperationResults') return this.look(name);
    const library = this.libraries.get(name);
    if (exchange.method === 'PUT' && searchParams.get('comp') === 'appendblock') return append(exchange, library);
    if (exchange.method === 'PUT') {
      if (library !== undefined) return { status: 409, body: error('LibraryExists', name) };
      return this.begin(() => this.libraries.set(name, { bytes: Buffer.alloc(0), status: 'Created' }));
    }
    if (library === undefined) return { status: 404, body: error('LibraryNotFound', name) };
    if (exchange.method === 'DELETE') return this.begin(() => this.libraries.delete(name));
    if (exchange.method === 'POST' && action === 'flush') return this.begin(() => (library.status = 'Succeeded'));
    return { status: 200, body: describe(name, library) };
  };

  private begin(apply: () => void): Answer {
    const id = String(this.operations.size + 1);
    this.operations.set(id, { looks: this.looks, apply });
    return this.waiting(id);
  }

  private look(id: string): Answer {
    const operation = this.operations.get(id);
    if (operation === undefined) return { status: 404, body: error('OperationNotFound', id) };
    if (operation.looks-- > 0) return this.waiting(id);
    operation.apply();
    return { status: 200, body: {} };
  }

  private waiting(id: string): Answer {
    const location = `https://${this.host}/libraryOperationResults/${id}?api-version=${VERSION}`;
    return { status: 202, headers: { location, 'retry-after': '2' }, body: { status: 'InProgress' } };
  }
}

function append({ headers, body }: Exchange, library: Library | undefined): Answer {
  const type = headers['content-type'];
  const position = headers['x-ms-blob-condition-appendpos'];
  conform('append', [
    type !== 'application/octet-stream' && `content type ${String(type)}`,
    body.length > MOST_BYTES && `${body.length} bytes in one piece`,
  ]);
  if (library === undefined) return { status: 404, body: error('LibraryNotFound', '') };
  if (position !== undefined && Number(position) !== library.bytes.length) {
    return { status: 412, body: error('AppendPositionConditionNotMet', position) };
  }
  library.bytes = Buffer.concat([library.bytes, body]);
  return { status: 201 };
}

function describe(name: string, { status }: Library): Json {
  const place = { path: `synw-lake-test/libraries/${name}`, containerName: 'prep', type: 'whl' };
  return { id: `/libraries/${name}`, name, properties: { name, ...place, provisioningStatus: status } };
}

function error(code: string, message: string): Json {
  return { error: { code, message } };
}
