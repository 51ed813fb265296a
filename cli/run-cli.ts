import type { Command } from 'commander';
import { type CommandEntry, COMMANDS } from './command-list';
import { createContext } from './context';
import { errorFormat, reportError } from './errors';
import { versionOfPackage } from './paths';
import { commandOf, createProgram } from './program';
import { type Terminal, withoutControls } from './terminal';

/** Installs what a command needs beyond npm packages. */
export type Prepare = () => Promise<void>;

/**
 * @param prepare called once the arguments are understood, for a command that runs Spark on this machine
 * @returns the exit code
 */
export async function runCli(
  args: readonly string[],
  screen: Terminal,
  prepare: Prepare = async () => undefined,
): Promise<number> {
  const terminal = withoutControls(screen);
  let exitCode = 0;
  const format = errorFormat(args);
  const exitWith = (code: number): void => {
    exitCode = code;
  };
  try {
    const context = createContext(terminal, exitWith);
    const program = createProgram(context, commandOf(args) ?? '');
    program.version(versionOfPackage(), '-V, --version');
    writeTo(program, terminal, format === 'json');
    program.hook('preAction', async (_program, action) => {
      if (entryOf(action)?.anywhere !== true) context.requireProject();
      if (needsEngine(action)) await prepare();
    });
    await program.parseAsync(args, { from: 'user' });
    return exitCode;
  } catch (error) {
    return reportError(error, terminal, format);
  }
}

/** Commands inherit these when they are added to a parent; what is added already is told one by one. */
function writeTo(command: Command, terminal: Terminal, forMachines: boolean): void {
  command
    .exitOverride()
    .configureOutput({
      writeOut: terminal.result,
      // Errors are printed by `reportError` alone; help goes to people only.
      writeErr: forMachines ? () => undefined : terminal.note,
      outputError: () => undefined,
    })
    .showSuggestionAfterError();
  for (const below of command.commands) writeTo(below, terminal, forMachines);
}

/** On Azure the jobs run there: this machine needs no Spark. */
function needsEngine(action: Command): boolean {
  const { target = 'local' } = action.opts<{ target?: string }>();
  const entry = entryOf(action);
  return target === 'local' && (entry?.needs === 'engine' || entry?.engineFor.includes(action.name()) === true);
}

/** By the first word: `cost import` is of `cost`, and not `import`. */
function entryOf(action: Command): CommandEntry | undefined {
  let first = action;
  while (first.parent?.parent) first = first.parent;
  return COMMANDS.find(({ name }) => name === first.name());
}
