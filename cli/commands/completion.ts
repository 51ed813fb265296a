import { Argument, type Command } from 'commander';
import { completionFor, SHELLS, type Shell } from '../completion';
import type { CliContext } from '../context';

export function addCompletion(program: Command, { terminal }: CliContext): void {
  program
    .command('completion')
    .addArgument(new Argument('<shell>', 'whose words').choices(SHELLS))
    .action((shell: Shell) => {
      terminal.result(completionFor(shell, program));
    });
}
