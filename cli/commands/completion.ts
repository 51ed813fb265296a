import { Argument, type Command } from 'commander';
import { completionFor, SHELLS, type Shell } from '../completion';
import type { CliContext } from '../context';
import { createProgram } from '../program';

export function addCompletion(program: Command, context: CliContext): void {
  program
    .command('completion')
    .addArgument(new Argument('<shell>', 'whose words').choices(SHELLS))
    .action((shell: Shell) => {
      context.terminal.result(completionFor(shell, createProgram(context)));
    });
}
