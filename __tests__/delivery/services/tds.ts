import { createServer, type Server, type Socket } from 'node:net';
import type { AddressInfo } from 'node:net';

export type SqlRows = readonly Readonly<Record<string, string | null>>[];

/** What a statement comes to: its rows, an error of the server, or a connection that breaks before or after it was done. */
export type SqlAnswer =
  | { readonly rows: SqlRows }
  | { readonly error: { readonly number: number; readonly message: string } }
  | { readonly dropped: true };

export interface SqlBackend {
  /** @returns an error that refuses the login */
  login(database: string, token: string): { readonly number: number; readonly message: string } | undefined;
  run(database: string, statement: string): SqlAnswer;
}

const PRELOGIN = 0x12;
const LOGIN7 = 0x10;
const SQL_BATCH = 0x01;
const RESPONSE = 0x04;
const HEADER = 8;

/**
 * A server that speaks as much of TDS 7.4 as a driver needs to sign in with a token and to run batches, by [MS-TDS]: prelogin,
 * LOGIN7 with the federated token in its feature extension, SQL batches; answers of texts. The statements' meaning is the
 * backend's.
 */
export class TdsServer {
  private constructor(
    private readonly server: Server,
    private readonly sockets: Set<Socket>,
  ) {}

  static async start(backend: () => SqlBackend): Promise<TdsServer> {
    const sockets = new Set<Socket>();
    const server = createServer((socket) => {
      sockets.add(socket);
      socket.on('close', () => sockets.delete(socket));
      socket.on('error', () => socket.destroy());
      serve(socket, backend);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return new TdsServer(server, sockets);
  }

  get port(): number {
    return (this.server.address() as AddressInfo).port;
  }

  async stop(): Promise<void> {
    for (const socket of this.sockets) socket.destroy();
    await new Promise((resolve) => this.server.close(resolve));
  }
}

function serve(socket: Socket, backend: () => SqlBackend): void {
  let received = Buffer.alloc(0);
  let message = Buffer.alloc(0);
  let database = '';
  socket.on('data', (chunk) => {
    received = Buffer.concat([received, chunk]);
    while (received.length >= HEADER && received.length >= received.readUInt16BE(2)) {
      const length = received.readUInt16BE(2);
      const [type, status] = [received.readUInt8(0), received.readUInt8(1)];
      message = Buffer.concat([message, received.subarray(HEADER, length)]);
      received = received.subarray(length);
      if ((status & 1) === 0) continue;
      const whole = message;
      message = Buffer.alloc(0);
      if (type === PRELOGIN) send(socket, prelogin());
      else if (type === LOGIN7) {
        const { name, token } = parseLogin(whole);
        const refused = backend().login(name, token);
        database = name;
        send(socket, refused === undefined ? loggedIn() : Buffer.concat([errorToken(refused), done(0x02)]));
      } else if (type === SQL_BATCH) {
        const answer = runBatch(backend(), database, whole.subarray(whole.readUInt32LE(0)).toString('utf16le'));
        if (answer === undefined) socket.destroy();
        else send(socket, answer);
      }
    }
  });
}

function runBatch(backend: SqlBackend, database: string, statement: string): Buffer | undefined {
  // With which the driver sets up its session.
  if (statement.startsWith('set ')) return done(0);
  const answer = backend.run(database, statement);
  if ('dropped' in answer) return undefined;
  if ('error' in answer) return Buffer.concat([errorToken(answer.error), done(0x02)]);
  return Buffer.concat([rowTokens(answer.rows), done(0)]);
}

function send(socket: Socket, body: Buffer): void {
  const most = 4096 - HEADER;
  for (let at = 0; at === 0 || at < body.length; at += most) {
    const part = body.subarray(at, at + most);
    const header = Buffer.alloc(HEADER);
    header.writeUInt8(RESPONSE, 0);
    header.writeUInt8(at + most >= body.length ? 1 : 0, 1);
    header.writeUInt16BE(part.length + HEADER, 2);
    socket.write(Buffer.concat([header, part]));
  }
}

/** Version, no encryption on the loopback, a federated token is expected. */
function prelogin(): Buffer {
  const options = [
    { id: 0x00, value: Buffer.from([16, 0, 0, 0, 0, 0]) },
    { id: 0x01, value: Buffer.from([0x02]) },
    { id: 0x06, value: Buffer.from([0x01]) },
  ];
  let offset = options.length * 5 + 1;
  const entries = options.map(({ id, value }) => {
    const entry = Buffer.alloc(5);
    entry.writeUInt8(id, 0);
    entry.writeUInt16BE(offset, 1);
    entry.writeUInt16BE(value.length, 3);
    offset += value.length;
    return entry;
  });
  return Buffer.concat([...entries, Buffer.from([0xff]), ...options.map(({ value }) => value)]);
}

function parseLogin(login: Buffer): { readonly name: string; readonly token: string } {
  const text = (at: number): string => {
    const offset = login.readUInt16LE(at);
    return login.subarray(offset, offset + 2 * login.readUInt16LE(at + 2)).toString('utf16le');
  };
  let at = login.readUInt32LE(login.readUInt16LE(56));
  while (login.readUInt8(at) !== 0xff) {
    const [id, length] = [login.readUInt8(at), login.readUInt32LE(at + 1)];
    const data = login.subarray(at + 5, at + 5 + length);
    // Options, length, token.
    if (id === 0x02) return { name: text(68), token: data.subarray(5, 5 + data.readUInt32LE(1)).toString('utf16le') };
    at += 5 + length;
  }
  return { name: text(68), token: '' };
}

function loggedIn(): Buffer {
  const program = shortText('loopback');
  const acknowledged = Buffer.concat([Buffer.from([1, 0x74, 0, 0, 4]), program, Buffer.from([16, 0, 0, 0])]);
  const federated = Buffer.from([0xae, 0x02, 0, 0, 0, 0, 0xff]);
  return Buffer.concat([Buffer.from([0xad]), uint16(acknowledged.length), acknowledged, federated, done(0)]);
}

/** Every column is an nvarchar(max): its values come in chunks. */
function rowTokens(rows: SqlRows): Buffer {
  const names = Object.keys(rows[0] ?? {});
  if (names.length === 0) return Buffer.alloc(0);
  const columns = names.map((name) =>
    Buffer.concat([Buffer.from([0, 0, 0, 0, 0, 0, 0xe7, 0xff, 0xff, 0x09, 0x04, 0xd0, 0x00, 0x34]), shortText(name)]),
  );
  const values = rows.flatMap((row) => [
    Buffer.from([0xd1]),
    ...names.map((name) => {
      const value = row[name] ?? null;
      if (value === null) return Buffer.alloc(8, 0xff);
      const bytes = Buffer.from(value, 'utf16le');
      const chunk = bytes.length === 0 ? Buffer.alloc(0) : Buffer.concat([uint32(bytes.length), bytes]);
      return Buffer.concat([uint32(bytes.length), uint32(0), chunk, uint32(0)]);
    }),
  ]);
  return Buffer.concat([Buffer.from([0x81]), uint16(names.length), ...columns, ...values]);
}

function errorToken({ number, message }: { readonly number: number; readonly message: string }): Buffer {
  const text = Buffer.from(message, 'utf16le');
  const body = Buffer.concat([
    ...[uint32(number), Buffer.from([1, 16]), uint16(message.length), text],
    ...[shortText('loopback'), shortText(''), uint32(1)],
  ]);
  return Buffer.concat([Buffer.from([0xaa]), uint16(body.length), body]);
}

function done(status: number): Buffer {
  return Buffer.concat([Buffer.from([0xfd]), uint16(status), Buffer.alloc(10)]);
}

function shortText(text: string): Buffer {
  return Buffer.concat([Buffer.from([text.length]), Buffer.from(text, 'utf16le')]);
}

function uint16(value: number): Buffer {
  const buffer = Buffer.alloc(2);
  buffer.writeUInt16LE(value);
  return buffer;
}

function uint32(value: number): Buffer {
  const buffer = Buffer.alloc(4);
  buffer.writeUInt32LE(value);
  return buffer;
}
