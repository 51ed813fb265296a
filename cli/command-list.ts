/* eslint-disable @typescript-eslint/no-require-imports, @typescript-eslint/consistent-type-imports --
   A command is loaded when it is called: all together cost half a second. */
import type { Command } from 'commander';
import commandFile from '../setup/commands.json';
import type { CliContext } from './context';
import { formatOption } from './options';

export type Needs = 'nothing' | 'packages' | 'engine';

/** A command as help shows it: one list for here and for what runs before anything is installed (`setup/help.mjs`). */
export interface CommandEntry {
  readonly name: string;
  readonly group: string;
  readonly needs: Needs;
  /** Second words that run Spark, of a command that needs npm packages only. */
  readonly engineFor: readonly string[];
  readonly summary: string;
  readonly example: string;
  /** Whether it works outside a project. */
  readonly anywhere: boolean;
}

export const COMMANDS: readonly CommandEntry[] = commandFile.groups.flatMap(({ title, commands }) =>
  commands.map((entry) => ({
    ...entry,
    group: title,
    needs: needsOf(entry.needs),
    engineFor: 'engineFor' in entry ? entry.engineFor : [],
    anywhere: 'anywhere' in entry && entry.anywhere,
  })),
);

function needsOf(text: string): Needs {
  if (text === 'nothing' || text === 'packages' || text === 'engine') return text;
  throw new Error(`setup/commands.json: needs is '${text}'`);
}

type Add = (program: Command, context: CliContext) => void;

/** Run by bin/medallion.mjs itself, before anything is installed; here for help and completion only. */
const byEntry =
  (name: string): (() => Add) =>
  () =>
  (program) => {
    program.command(name).addOption(formatOption('table', 'json'));
  };

/** What adds a command with its options to the program. */
export const ADDERS: Readonly<Record<string, () => Add>> = {
  setup: byEntry('setup'),
  doctor: byEntry('doctor'),
  init: () => (require('./commands/init') as typeof import('./commands/init')).addInit,
  environments: () => (require('./commands/environments') as typeof import('./commands/environments')).addEnvironments,
  deploy: () => (require('./commands/deploy') as typeof import('./commands/deploy')).addDeploy,
  upgrade: () => (require('./commands/upgrade') as typeof import('./commands/upgrade')).addUpgrade,
  start: () => (require('./commands/start') as typeof import('./commands/start')).addStart,
  sample: () => (require('./commands/sample') as typeof import('./commands/sample')).addSample,
  completion: () => (require('./commands/completion') as typeof import('./commands/completion')).addCompletion,
  contracts: () => (require('./commands/contracts') as typeof import('./commands/contracts')).addContracts,
  import: () => (require('./commands/import') as typeof import('./commands/import')).addImport,
  show: () => (require('./commands/show') as typeof import('./commands/show')).addShow,
  preview: () => (require('./commands/preview') as typeof import('./commands/preview')).addPreview,
  run: () => (require('./commands/run') as typeof import('./commands/run')).addRun,
  debug: () => (require('./commands/debug') as typeof import('./commands/debug')).addDebug,
  replay: () => (require('./commands/replay') as typeof import('./commands/replay')).addReplay,
  review: () => (require('./commands/review') as typeof import('./commands/review')).addReview,
  policy: () => (require('./commands/policy') as typeof import('./commands/policy')).addPolicy,
  access: () => (require('./commands/access') as typeof import('./commands/access')).addAccess,
  cost: () => (require('./commands/cost') as typeof import('./commands/cost')).addCost,
  package: () => (require('./commands/package') as typeof import('./commands/package')).addPackage,
  publish: () => (require('./commands/publish') as typeof import('./commands/publish')).addPublish,
  promote: () => (require('./commands/promote') as typeof import('./commands/promote')).addPromote,
  shadow: () => (require('./commands/shadow') as typeof import('./commands/shadow')).addShadow,
  rollback: () => (require('./commands/rollback') as typeof import('./commands/rollback')).addRollback,
  status: () => (require('./commands/status') as typeof import('./commands/status')).addStatus,
  history: () => (require('./commands/history') as typeof import('./commands/history')).addHistory,
  watch: () => (require('./commands/watch') as typeof import('./commands/watch')).addWatch,
  monitor: () => (require('./commands/watch') as typeof import('./commands/watch')).addMonitor,
  report: () => (require('./commands/report') as typeof import('./commands/report')).addReport,
  retention: () => (require('./commands/retention') as typeof import('./commands/retention')).addRetention,
  erase: () => (require('./commands/erase') as typeof import('./commands/erase')).addErase,
  backup: () => (require('./commands/recover') as typeof import('./commands/recover')).addBackup,
  recover: () => (require('./commands/recover') as typeof import('./commands/recover')).addRecover,
  endpoints: () => (require('./commands/endpoints') as typeof import('./commands/endpoints')).addEndpoints,
  pool: () => (require('./commands/pool') as typeof import('./commands/pool')).addPool,
  sql: () => (require('./commands/sql') as typeof import('./commands/sql')).addSql,
};

/** Other names of commands. */
export const ALIASES: Readonly<Record<string, string>> = { compare: 'shadow' };
