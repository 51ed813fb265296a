import type { ConnectionConfiguration } from 'tedious';
import { calling, ServiceError } from '../azure-error';
import { serverlessHost, sqlScope } from '../clouds';
import type { SynapseConnection } from '../connection';
import { sdks } from '../sdks';

export type SqlRow = Readonly<Record<string, unknown>>;

/** One database, signed in. */
export interface SqlSession {
  /** @returns the rows of a query; none for what returns none. @throws ServiceError when the server refuses */
  run(statement: string): Promise<readonly SqlRow[]>;
  close(): void;
}

export type OpenSql = (database: string) => Promise<SqlSession>;

/** Where the server answers, when that is not where the workspace says; for a loopback. */
export interface SqlAddress {
  readonly server: string;
  readonly port: number;
}

/** A server that was not reached, or that wakes up, moves or has no session left: Microsoft's list of transient errors. */
const PASSING = new Set(['ESOCKET', 'ETIMEOUT', '40197', '40501', '40613', '10928', '10929']);

/**
 * Sessions with serverless SQL of a workspace, signed in as everywhere. TDS is no HTTP: it goes through no proxy, and needs
 * port 1433 to be open.
 */
export function serverlessSql(connection: SynapseConnection, address?: SqlAddress): OpenSql {
  const { cloud, credential, outputs, retryPolicy } = connection;
  const { server, port } = address ?? { server: serverlessHost(outputs.delivery.devEndpoint), port: 1433 };
  return (database) =>
    calling(`open database ${database} on ${server}`, async () => {
      for (let attempt = 1; ; attempt += 1) {
        try {
          const token = (await credential.getToken(sqlScope(cloud)))?.token ?? '';
          return await openSession({
            server,
            options: {
              ...{ database, port, encrypt: true, connectTimeout: retryPolicy.requestTimeoutMs, requestTimeout: 0 },
              // One rule for all services: the retry policy above.
              maxRetriesOnTransientErrors: 0,
            },
            authentication: { type: 'azure-active-directory-access-token', options: { token } },
          });
        } catch (error) {
          if (attempt >= retryPolicy.attempts || !PASSING.has(codeOf(error))) throw failure(error);
          const pause = Math.min(retryPolicy.longestDelayMs, retryPolicy.firstDelayMs * 2 ** (attempt - 1));
          retryPolicy.onWait(`${server} does not answer yet, trying again`, pause);
          await retryPolicy.sleep(pause);
        }
      }
    });
}

async function openSession(configuration: ConnectionConfiguration): Promise<SqlSession> {
  const { Connection: Client, Request } = sdks.tedious();
  const client = new Client(configuration);
  // A broken connection fails the statement at hand, which says so; an event that nobody hears would end the process.
  client.on('error', () => undefined);
  // Of a refused login the driver keeps the text, and tells the number only here.
  let number: number | undefined;
  client.on('errorMessage', (message: { readonly number: number }) => (number = message.number));
  await new Promise<void>((resolve, reject) => {
    client.connect((error) => {
      if (error === undefined) resolve();
      else reject(number === undefined ? error : Object.assign(error, { number }));
    });
  });
  return {
    run: (statement) =>
      calling(
        `run \`${statement.slice(0, SHOWN)}\``,
        () =>
          new Promise<readonly SqlRow[]>((resolve, reject) => {
            const rows: SqlRow[] = [];
            const request = new Request(statement, (error) => {
              if (error) reject(failure(error));
              else resolve(rows);
            });
            request.on(
              'row',
              (columns: readonly { readonly metadata: { readonly colName: string }; readonly value: unknown }[]) => {
                rows.push(Object.fromEntries(columns.map(({ metadata, value }) => [metadata.colName, value])));
              },
            );
            client.execSqlBatch(request);
          }),
      ),
    close: () => {
      client.close();
    },
  };
}

const SHOWN = 60;

/** The driver's errors say `ELOGIN` or `EREQUEST`; the server's number says more. */
function codeOf(error: unknown): string {
  const { number, code } = error as { readonly number?: number; readonly code?: string };
  return number === undefined ? (code ?? '') : String(number);
}

function failure(error: unknown): ServiceError {
  const message = error instanceof Error ? error.message : String(error);
  const code = codeOf(error);
  return new ServiceError(
    'sql-refused',
    `serverless SQL refused (${code}): ${message.split('\n')[0] ?? ''}`,
    REMEDY,
    { status: undefined, code },
    error,
  );
}

const REMEDY =
  'Get the role Synapse SQL Administrator in the workspace, use a network that its firewall lets in, open port 1433, then run it again.';
