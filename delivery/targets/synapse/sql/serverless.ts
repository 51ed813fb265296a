import { UserError } from '../../../../shared/errors';
import type { Manifest } from '../../../../contracts/manifest';
import type { Change } from '../../../target';
import type { SynapseConnection } from '../connection';
import { DATABASE, desiredLimits, desiredViews, literal, quoted, ROLE, SCHEMA, type View, viewHash } from './desired';
import type { OpenSql, SqlRow } from './session';

/** What serverless SQL is to hold. */
export interface Serving {
  readonly manifest: Manifest;
  /** Names of the Entra groups that may read the views; nobody else stays in the role. */
  readonly readers: readonly string[];
}

interface Step extends Change {
  readonly database: string;
  readonly statement: string;
}

/**
 * What serverless SQL lacks for a release: limits, database, schema, views over gold, and who reads them. Reads only.
 *
 * A view can be made only once its table is there, so that this follows a run; it is no part of a promotion.
 */
export async function planServing(
  connection: SynapseConnection,
  open: OpenSql,
  serving: Serving,
): Promise<readonly Change[]> {
  return (await steps(connection, open, serving)).map(publicPart);
}

/** Applies the planned changes one statement at a time; safe to repeat. */
export async function serve(
  connection: SynapseConnection,
  open: OpenSql,
  serving: Serving,
): Promise<readonly Change[]> {
  const due = await steps(connection, open, serving);
  const done: Change[] = [];
  for (const database of [...new Set(due.map((step) => step.database))]) {
    const session = await open(database);
    try {
      for (const step of due.filter((candidate) => candidate.database === database)) {
        await session.run(step.statement);
        done.push(publicPart(step));
      }
    } finally {
      session.close();
    }
  }
  return done;
}

function publicPart({ action, kind, name, reason }: Change): Change {
  return { action, kind, name, reason };
}

async function steps(
  connection: SynapseConnection,
  open: OpenSql,
  { manifest, readers }: Serving,
): Promise<readonly Step[]> {
  const views = desiredViews(manifest, connection.outputs);
  const { databases, limits } = await reading(open, 'master', async (query) => ({
    databases: await query('SELECT name FROM sys.databases', 'name'),
    limits: await query(LIMITS, 'name', 'value'),
  }));
  const limiting = desiredLimits(connection.outputs).flatMap(({ name, terabytes, statement }): readonly Step[] => {
    const live = limits.find((row) => row['name'] === name)?.['value'];
    if (Number(live) === terabytes) return [];
    const reason = `it is ${String(live ?? 'not set')}, the environment says ${terabytes}`;
    return [{ action: 'update', kind: 'limit', name, reason, database: 'master', statement }];
  });
  const exists = databases.some(({ name }) => name === DATABASE);
  const live = exists ? await reading(open, DATABASE, readDatabase) : NOTHING;
  const missing = (kind: string, name: string, statement: string, database = DATABASE): readonly Step[] => [
    { action: 'create', kind, name, reason: 'it is not there', database, statement },
  ];
  return [
    ...limiting,
    ...(exists
      ? []
      : missing('database', DATABASE, `CREATE DATABASE ${quoted(DATABASE)} COLLATE ${COLLATION};`, 'master')),
    ...(live.schemas.includes(SCHEMA) ? [] : missing('schema', SCHEMA, `CREATE SCHEMA ${quoted(SCHEMA)};`)),
    ...viewSteps(views, live.views),
    ...(live.roles.includes(ROLE) ? [] : missing('role', ROLE, `CREATE ROLE ${quoted(ROLE)};`)),
    ...GRANTS.filter(({ name }) => !live.permissions.includes(name)).flatMap(({ name, statement }) =>
      missing('permission', name, statement),
    ),
    ...memberSteps(readers, live),
  ];
}

/** As Microsoft advises for files in UTF-8: texts compare by bytes, as Spark compares them. */
const COLLATION = 'Latin1_General_100_BIN2_UTF8';
const LIMITS =
  "SELECT name, CAST(value_in_use AS nvarchar(40)) AS value FROM sys.configurations WHERE name LIKE 'Data processed %'";

/** To read a view over files takes both; which files, the reader's own rights on the storage say. */
const GRANTS = [
  { name: 'SELECT', statement: `GRANT SELECT ON SCHEMA::${quoted(SCHEMA)} TO ${quoted(ROLE)};` },
  {
    name: 'ADMINISTER DATABASE BULK OPERATIONS',
    statement: `GRANT ADMINISTER DATABASE BULK OPERATIONS TO ${quoted(ROLE)};`,
  },
];

interface Live {
  readonly schemas: readonly string[];
  readonly views: readonly { readonly name: string; readonly definition: string }[];
  readonly roles: readonly string[];
  readonly users: readonly string[];
  readonly members: readonly string[];
  readonly permissions: readonly string[];
}

const NOTHING: Live = { schemas: [], views: [], roles: [], users: [], members: [], permissions: [] };

type Query = (statement: string, ...columns: readonly string[]) => Promise<readonly Readonly<Record<string, string>>[]>;

async function readDatabase(query: Query): Promise<Live> {
  const names = async (statement: string) => (await query(statement, 'name')).map(({ name = '' }) => name);
  const views = await query(
    `SELECT v.name AS name, m.definition AS definition FROM sys.views AS v JOIN sys.sql_modules AS m ON m.object_id = v.object_id WHERE SCHEMA_NAME(v.schema_id) = ${literal(SCHEMA)}`,
    'name',
    'definition',
  );
  const inRole = `JOIN sys.database_principals AS r ON r.principal_id`;
  return {
    schemas: await names('SELECT name FROM sys.schemas'),
    views: views.map(({ name = '', definition = '' }) => ({ name, definition })),
    roles: await names("SELECT name FROM sys.database_principals WHERE type = 'R'"),
    users: await names("SELECT name FROM sys.database_principals WHERE type IN ('E', 'X')"),
    members: await names(
      `SELECT u.name AS name FROM sys.database_role_members AS m ${inRole} = m.role_principal_id JOIN sys.database_principals AS u ON u.principal_id = m.member_principal_id WHERE r.name = ${literal(ROLE)}`,
    ),
    permissions: await names(
      `SELECT p.permission_name AS name FROM sys.database_permissions AS p ${inRole} = p.grantee_principal_id WHERE r.name = ${literal(ROLE)} AND p.state = 'G'`,
    ),
  };
}

function viewSteps(wanted: readonly View[], live: Live['views']): readonly Step[] {
  const known = new Map(live.map(({ name, definition }) => [name, viewHash(definition)]));
  const foreign = wanted.find(({ name }) => known.has(name) && known.get(name) === undefined);
  if (foreign !== undefined) {
    throw new UserError(
      'artifact-not-ours',
      `the view ${SCHEMA}.${foreign.name} was not made by Medallion, and is left as it is`,
      `Rename or drop it in database ${DATABASE}, then run the command again.`,
    );
  }
  const made = wanted.flatMap(({ name, hash, statement }): readonly Step[] => {
    if (known.get(name) === hash) return [];
    const change = known.has(name)
      ? ({ action: 'update', reason: 'its content changed' } as const)
      : ({ action: 'create', reason: 'it is not there' } as const);
    return [{ ...change, kind: 'view', name: `${SCHEMA}.${name}`, database: DATABASE, statement }];
  });
  const left = live.flatMap(({ name, definition }): readonly Step[] => {
    if (viewHash(definition) === undefined || wanted.some((view) => view.name === name)) return [];
    const statement = `DROP VIEW ${quoted(SCHEMA)}.${quoted(name)};`;
    const reason = 'no gold table of the release has that name';
    return [{ action: 'delete', kind: 'view', name: `${SCHEMA}.${name}`, reason, database: DATABASE, statement }];
  });
  return [...made, ...left];
}

/** Users are made and never dropped: they may be there for something else. Our role is ours alone. */
function memberSteps(readers: readonly string[], { users, members }: Live): readonly Step[] {
  const step = (action: Change['action'], kind: string, name: string, reason: string, statement: string): Step => ({
    ...{ action, kind, name, reason, statement },
    database: DATABASE,
  });
  const role = `ALTER ROLE ${quoted(ROLE)}`;
  return [
    ...readers
      .filter((name) => !users.includes(name))
      .map((name) =>
        step('create', 'user', name, 'it is not there', `CREATE USER ${quoted(name)} FROM EXTERNAL PROVIDER;`),
      ),
    ...readers
      .filter((name) => !members.includes(name))
      .map((name) => step('create', 'reader', name, 'it may read gold', `${role} ADD MEMBER ${quoted(name)};`)),
    ...members
      .filter((name) => !readers.includes(name))
      .map((name) =>
        step('delete', 'reader', name, 'the environment does not name it', `${role} DROP MEMBER ${quoted(name)};`),
      ),
  ];
}

async function reading<T>(open: OpenSql, database: string, read: (query: Query) => Promise<T>): Promise<T> {
  const session = await open(database);
  try {
    return await read(async (statement, ...columns) =>
      (await session.run(statement)).map((row) => texts(row, columns)),
    );
  } finally {
    session.close();
  }
}

function texts(row: SqlRow, columns: readonly string[]): Readonly<Record<string, string>> {
  return Object.fromEntries(columns.map((column) => [column, String(row[column] ?? '')]));
}
