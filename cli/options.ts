import { join } from 'node:path';
import { Option } from 'commander';
import type { CliContext } from './context';

export type Format = 'table' | 'json' | 'markdown' | 'sarif' | 'junit';

export function formatOption(...formats: readonly Format[]): Option {
  return new Option('--format <format>', 'how to print the result').choices(formats).default('table');
}

/** The only one so far; the verbs know a target by its interface. */
export function targetOption(): Option {
  return new Option('--target <name>', 'where releases are stored and run').default('local');
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
