import { Command } from 'commander';
import { addAccess } from './commands/access';
import { addContracts } from './commands/contracts';
import { addCost } from './commands/cost';
import { addDebug } from './commands/debug';
import { addEndpoints } from './commands/endpoints';
import { addHistory } from './commands/history';
import { addImport } from './commands/import';
import { addPackage } from './commands/package';
import { addPolicy } from './commands/policy';
import { addPool } from './commands/pool';
import { addPromote } from './commands/promote';
import { addPublish } from './commands/publish';
import { addBackup, addRecover } from './commands/recover';
import { addErase } from './commands/erase';
import { addReplay } from './commands/replay';
import { addReport } from './commands/report';
import { addReview } from './commands/review';
import { addRollback } from './commands/rollback';
import { addRun } from './commands/run';
import { addSample } from './commands/sample';
import { addShadow } from './commands/shadow';
import { addSql } from './commands/sql';
import { addStart } from './commands/start';
import { addStatus } from './commands/status';
import { addMonitor, addWatch } from './commands/watch';
import { createContext } from './context';
import { errorFormat, reportError } from './errors';
import { type Terminal, withoutControls } from './terminal';

const COMMANDS = [
  addStart,
  addSample,
  addContracts,
  addPolicy,
  addAccess,
  addCost,
  addReview,
  addPackage,
  addPublish,
  addPromote,
  addShadow,
  addRollback,
  addStatus,
  addHistory,
  addEndpoints,
  addPool,
  addSql,
  addRun,
  addDebug,
  addWatch,
  addMonitor,
  addImport,
  addBackup,
  addRecover,
  addReplay,
  addErase,
  addReport,
];

/** @returns the exit code */
export async function runCli(args: readonly string[], screen: Terminal): Promise<number> {
  const terminal = withoutControls(screen);
  let exitCode = 0;
  const format = errorFormat(args);
  const context = createContext(terminal, (code) => {
    exitCode = code;
  });
  const program = new Command('medallion')
    .description('An Azure lakehouse, and the Spark jobs that run on it')
    .exitOverride()
    .configureOutput({
      writeOut: terminal.result,
      // Errors are printed by `reportError` alone; help goes to people only.
      writeErr: format === 'json' ? () => undefined : terminal.note,
      outputError: () => undefined,
    })
    .showSuggestionAfterError();
  for (const add of COMMANDS) add(program, context);
  // These two look at the machine before anything is installed, so the entry script runs them itself.
  program.command('setup').description('install what is missing');
  program.command('doctor').description('check that the machine has what set-up needs');
  try {
    await program.parseAsync(args, { from: 'user' });
    return exitCode;
  } catch (error) {
    return reportError(error, terminal, format);
  }
}
