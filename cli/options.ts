import { join } from 'node:path';
import { type Command, Option } from 'commander';
import type { CliContext } from './context';

export type Format = 'table' | 'json' | 'markdown' | 'sarif' | 'junit';

export function formatOption(...formats: readonly Format[]): Option {
  return new Option('--format <format>', 'how to print the result').choices(formats).default('table');
}

/** Where a command's target stands, as its options say. */
export interface TargetChoice {
  readonly target: string;
  readonly environment?: string;
  readonly outputs: string;
}

/** The options that name a target: this machine, or one environment in Azure. */
export function withTarget(command: Command, { repository }: CliContext): Command {
  return command
    .addOption(new Option('--target <name>', 'where releases are stored and run: local or synapse').default('local'))
    .option('--environment <name>', 'environment of the synapse target')
    .addOption(
      new Option('--outputs <file>', 'what the deployment of that environment put out').default(
        join(synthOutput(repository), 'outputs.json'),
      ),
    );
}

export function stacksOption({ repository }: CliContext): Option {
  return new Option('--stacks <folder>', 'output folder of the synthesis').default(synthOutput(repository));
}

export function rulesOption(): Option {
  return new Option('--rules <folder>', 'rules of your own beside the shipped ones');
}

/** Where `npx cdktf synth` writes to. */
export function synthOutput(repository: string): string {
  return join(repository, 'cdktf.out');
}

/** A comma-separated list, without empty entries. */
export function parseList(text: string): readonly string[] {
  return text
    .split(',')
    .map((entry) => entry.trim())
    .filter((entry) => entry !== '');
}
