import type { SqlAnswer, SqlBackend, SqlRows } from './tds';

interface Database {
  readonly schemas: Set<string>;
  readonly views: Map<string, string>;
  readonly roles: Set<string>;
  readonly users: Set<string>;
  readonly members: Set<string>;
  readonly permissions: Set<string>;
}

type Outcome = SqlRows | string;

/**
 * Serverless SQL as far as it is spoken to: each statement in the one form in which it is written, with what the server asks
 * of it. Anything else is a syntax error.
 */
export class ServerlessSql implements SqlBackend {
  readonly databases = new Map<string, Database>();
  readonly limits = new Map<string, string>();
  readonly log: { readonly database: string; readonly statement: string }[] = [];
  /** Groups that Entra knows. */
  directory: readonly string[] = [];
  /** Folders that hold a Delta table. */
  folders: readonly string[] = [];
  /** Asked before a statement is done; what it answers is the end of it. */
  fault: (number: number) => SqlAnswer | undefined = () => undefined;
  /** The same once it was done: its answer is lost. */
  lost: (number: number) => boolean = () => false;
  /** Logins that are refused because the server is waking up. */
  asleep = 0;

  login(database: string, token: string) {
    if (this.asleep-- > 0) return { number: 40613, message: `Database '${database}' is not currently available.` };
    if (!token.startsWith('https://database.windows.net/.default ')) return { number: 18456, message: 'Login failed.' };
    if (database === 'master' || this.databases.has(database)) return undefined;
    return { number: 4060, message: `Cannot open database "${database}".` };
  }

  run(database: string, statement: string): SqlAnswer {
    this.log.push({ database, statement });
    const fault = this.fault(this.log.length);
    if (fault !== undefined) return fault;
    const outcome = database === 'master' ? this.inMaster(statement) : this.inDatabase(database, statement);
    if (this.lost(this.log.length)) return { dropped: true };
    return typeof outcome === 'string' ? { error: { number: 15000, message: outcome } } : { rows: outcome };
  }

  /** Statements that change something. */
  get writes(): readonly string[] {
    return this.log.map(({ statement }) => statement).filter((statement) => !statement.startsWith('SELECT'));
  }

  private inMaster(statement: string): Outcome {
    if (statement === 'SELECT name FROM sys.databases')
      return ['master', ...this.databases.keys()].map((name) => ({ name }));
    if (/^SELECT name, .* FROM sys\.configurations WHERE name LIKE 'Data processed %'$/.test(statement)) {
      return [...this.limits].map(([name, value]) => ({ name, value }));
    }
    const [, type, terabytes] =
      /^EXEC sp_set_data_processed_limit @type = N'(daily|weekly|monthly)', @limit_tb = (\d+);$/.exec(statement) ?? [];
    if (type !== undefined) return (void this.limits.set(`Data processed ${type} limit in TB`, terabytes ?? ''), []);
    const [, name] = /^CREATE DATABASE \[(\w+)\] COLLATE Latin1_General_100_BIN2_UTF8;$/.exec(statement) ?? [];
    if (name === undefined) return `Incorrect syntax: ${statement}`;
    if (this.databases.has(name)) return `Database '${name}' already exists.`;
    this.databases.set(name, {
      ...{ schemas: new Set(['dbo', 'sys']), views: new Map(), roles: new Set(['public', 'db_owner']) },
      ...{ users: new Set(), members: new Set(), permissions: new Set() },
    });
    return [];
  }

  private inDatabase(name: string, statement: string): Outcome {
    const database = this.databases.get(name);
    if (database === undefined) return 'no such database';
    return statement.startsWith('SELECT') ? read(database, statement) : this.change(database, statement);
  }

  private change(database: Database, statement: string): Outcome {
    const { schemas, views, roles, users, members, permissions } = database;
    const group = (text: string): string => text.replaceAll(']]', ']');
    const forms: readonly (readonly [RegExp, (one: string, other: string) => unknown])[] = [
      [/^CREATE SCHEMA \[(\w+)\];$/, (schema) => add(schemas, schema)],
      [
        /^CREATE OR ALTER VIEW \[(\w+)\]\.\[(\w+)\] AS\n-- [^\n]+\nSELECT\n(?: {2}\[\w+\],\n)* {2}\[\w+\]\nFROM OPENROWSET\(BULK '[^']+', FORMAT = 'DELTA'\) AS \[[^\]]+\];$/,
        (schema, view) => {
          const folder = /BULK '([^']+)'/.exec(statement)?.[1] ?? '';
          if (!schemas.has(schema)) return `The schema '${schema}' does not exist.`;
          if (!this.folders.includes(folder)) return `File '${folder}' cannot be opened because it does not exist.`;
          return views.set(view, statement);
        },
      ],
      [/^DROP VIEW \[gold\]\.\[(\w+)\];$/, (view) => (views.delete(view) ? undefined : `no view ${view}`)],
      [/^CREATE ROLE \[(\w+)\];$/, (role) => add(roles, role)],
      [
        /^GRANT ([A-Z ]+?)(?: ON SCHEMA::\[gold\])? TO \[medallion_readers\];$/,
        (permission) => {
          if (!roles.has('medallion_readers')) return 'no such role';
          return permissions.add(permission);
        },
      ],
      [
        /^CREATE USER \[((?:[^\]]|\]\])+)\] FROM EXTERNAL PROVIDER;$/,
        (user) =>
          this.directory.includes(group(user))
            ? add(users, group(user))
            : `Principal '${group(user)}' could not be found.`,
      ],
      [
        /^ALTER ROLE \[medallion_readers\] (ADD|DROP) MEMBER \[((?:[^\]]|\]\])+)\];$/,
        (action, user) => {
          if (!users.has(group(user)) || !roles.has('medallion_readers')) return `no user ${user}, or no role`;
          return action === 'ADD' ? members.add(group(user)) : members.delete(group(user));
        },
      ],
    ];
    for (const [form, apply] of forms) {
      const [whole, one = '', other = ''] = form.exec(statement) ?? [];
      if (whole === undefined) continue;
      const refused = apply(one, other);
      return typeof refused === 'string' ? refused : [];
    }
    return `Incorrect syntax: ${statement}`;
  }
}

function add(set: Set<string>, name: string): string | undefined {
  if (set.has(name)) return `There is already an object named '${name}'.`;
  set.add(name);
  return undefined;
}

function read({ schemas, views, roles, users, members, permissions }: Database, statement: string): Outcome {
  const names = (set: Iterable<string>): SqlRows => [...set].map((name) => ({ name }));
  if (statement.includes('sys.sql_modules')) return [...views].map(([name, definition]) => ({ name, definition }));
  if (statement.includes('sys.schemas')) return names(schemas);
  if (statement.includes('sys.database_role_members')) return names(members);
  if (statement.includes('sys.database_permissions')) return names(permissions);
  if (statement.endsWith("type = 'R'")) return names(roles);
  if (statement.endsWith("type IN ('E', 'X')")) return names(users);
  return `Incorrect syntax: ${statement}`;
}
