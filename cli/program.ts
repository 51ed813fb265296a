/** The parser: every command by its name and summary, and with its options those that are asked for. */
import { Command } from 'commander';
import { ADDERS, ALIASES, type CommandEntry, COMMANDS } from './command-list';
import type { CliContext } from './context';

/**
 * @param wanted the command that the arguments begin with; undefined for all commands with their options
 * @returns the program without a place to write to
 */
export function createProgram(context: CliContext, wanted?: string): Command {
  const program = new Command('medallion').description('An Azure lakehouse, and the Spark jobs that run on it');
  // Completion tells of all of them.
  const name = wanted === undefined || wanted === 'completion' ? undefined : (ALIASES[wanted] ?? wanted);
  for (const entry of COMMANDS) {
    const add = name === undefined || name === entry.name ? ADDERS[entry.name]?.() : undefined;
    if (add === undefined) program.command(entry.name);
    else add(program, context);
    const added = program.commands.find((command) => command.name() === entry.name);
    if (added === undefined) throw new Error(`cli/command-list.ts: '${entry.name}' adds another command`);
    describe(added, entry);
  }
  return program;
}

/** The command that bare arguments name first, past `help`. */
export function commandOf(args: readonly string[]): string | undefined {
  const words = args.filter((arg) => !arg.startsWith('-'));
  return words[0] === 'help' ? words[1] : words[0];
}

function describe(command: Command, { summary, group, example }: CommandEntry): void {
  command.description(summary).helpGroup(`${group}:`);
  command.addHelpText('after', `\nExample:\n  $ medallion ${example}`);
}
