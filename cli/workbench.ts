/** What an engineer looks at while writing SQL; the engine reads the working tree's release, which nobody published. */
import { existsSync, readFileSync } from 'node:fs';
import { ContractError, type Finding } from '../contracts/findings';
import { packageRelease } from '../delivery/package';
import type { ReleaseFolder } from '../delivery/verify';
import { activeRelease } from '../delivery/run';
import { type PrintedColumn, renderTable } from './output';
import type { CliContext } from './context';
import { runJob } from './job-phase';
import { openLocal } from './open-target';

/** The first rows of a table or a query. */
export interface Rows {
  readonly columns: readonly { readonly name: string; readonly type: string }[];
  readonly rows: readonly Readonly<Record<string, unknown>>[];
}

interface SqlFinding {
  readonly table: string;
  readonly file: string;
  readonly line: number | null;
  readonly code: string;
  readonly message: string;
  readonly remedy: string;
}

/** Asks the engine with the contracts and the SQL of the working tree. */
export async function askWorkingTree(context: CliContext, title: string, args: readonly string[]): Promise<unknown> {
  const { directory } = packaged(context);
  return ask(context, title, directory, args);
}

/** Asks the engine with the release that is active. */
export async function askActive(context: CliContext, title: string, args: readonly string[]): Promise<unknown> {
  const target = openLocal(context);
  return ask(context, title, target.releases.open(await activeRelease(target)).directory, args);
}

function packaged({ repository, engine, layout }: CliContext): ReleaseFolder {
  return packageRelease({ repository, engine, packages: layout.packages });
}

/** By the engine of this package: that of an active release may be older than the command. */
function ask(context: CliContext, title: string, directory: string, args: readonly string[]): Promise<unknown> {
  const code = packaged(context).directory;
  return runJob(context.terminal, title, (onLog) => openLocal(context).workbench(code, directory, args, onLog));
}

/** @throws ContractError with every fault of every gold table's SQL, each with its file and line */
export async function requireSoundSql(context: CliContext): Promise<void> {
  const { findings } = (await askWorkingTree(context, 'Analyse SQL', ['analyse'])) as {
    findings: readonly SqlFinding[];
  };
  if (findings.length === 0) return;
  throw new ContractError(
    findings.map(({ table, file, line, code, message, remedy }): Finding => ({
      code,
      file,
      line: line ?? 1,
      message: `${table}: ${message.replace(/\.$/, '')}`,
      remedy,
    })),
  );
}

export function renderRows({ columns, rows }: Rows): string {
  const titled = columns.map(({ name }): PrintedColumn<Readonly<Record<string, unknown>>> => ({
    title: name,
    value: (row) => shown(row[name]),
  }));
  return renderTable(titled, rows);
}

function shown(value: unknown): string {
  if (value === null || value === undefined) return '';
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** Whether an argument names a file of SQL rather than a table. */
export function isSqlFile(name: string): boolean {
  return name.endsWith('.sql') && existsSync(name) && readFileSync(name, 'utf8').trim() !== '';
}
