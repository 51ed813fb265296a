import type { Manifest, ManifestTable } from '../../../../contracts/manifest';
import { hashIn, marked, shortHash } from '../artifacts/artifact';
import { goldSource } from '../artifacts/desired';
import type { EnvironmentOutputs } from '../delivery-output';

/** The database whose views are served. */
export const DATABASE = 'lake';
/** The schema of the views, and the role that may read them. */
export const SCHEMA = 'gold';
export const ROLE = 'medallion_readers';

/** A view over a gold table: analysts query it with their own identity, which reads gold and nothing else. */
export interface View {
  readonly name: string;
  readonly hash: string;
  readonly statement: string;
}

export function desiredViews({ tables }: Manifest, outputs: EnvironmentOutputs): readonly View[] {
  return tables
    .filter(({ layer }) => layer === 'gold')
    .map((table) => {
      const name = table.name.slice(table.name.indexOf('.') + 1);
      const query = viewQuery(table, outputs);
      const hash = shortHash(query);
      return {
        name,
        hash,
        statement: [`CREATE OR ALTER VIEW ${quoted(SCHEMA)}.${quoted(name)} AS`, ownedBy(hash), query].join('\n'),
      };
    });
}

function viewQuery(table: ManifestTable, outputs: EnvironmentOutputs): string {
  return ['SELECT', ...goldSource(table, outputs)].join('\n');
}

/** The mark of a view stands in its text, which the server keeps: it has no descriptions. */
function ownedBy(hash: string): string {
  return `-- ${marked('Made by a release; a change by hand is written over.', hash)}`;
}

/** @returns the hash in a view's text; undefined when the view is not ours */
export function viewHash(definition: string): string | undefined {
  return definition
    .split('\n')
    .map((line) => hashIn(line.trimEnd()))
    .find((hash) => hash !== undefined);
}

/** `EXEC sp_set_data_processed_limit @type = N'daily', @limit_tb = 1;`, as the stack writes it. */
const LIMIT = /@type = N'(\w+)', @limit_tb = ([\d.]+)/;

export interface Limit {
  /** As `sys.configurations` names it. */
  readonly name: string;
  readonly terabytes: number;
  readonly statement: string;
}

export function desiredLimits({ delivery }: EnvironmentOutputs): readonly Limit[] {
  return (delivery.serverlessLimits ?? []).flatMap((statement) => {
    const [, type, terabytes] = LIMIT.exec(statement) ?? [];
    return type === undefined
      ? []
      : [{ name: `Data processed ${type} limit in TB`, terabytes: Number(terabytes), statement }];
  });
}

/** An identifier. */
export function quoted(name: string): string {
  return `[${name.replaceAll(']', ']]')}]`;
}

/** A text. */
export function literal(text: string): string {
  return `N'${text.replaceAll("'", "''")}'`;
}
