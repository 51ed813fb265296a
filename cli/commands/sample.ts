import { join, resolve } from 'node:path';
import type { Command } from 'commander';
import { localRuntime } from '../../delivery/targets/local/runtime';
import { runChild } from '../child';
import type { CliContext } from '../context';
import { type Phase, Progress } from '../progress';

export function addSample(program: Command, context: CliContext): void {
  program
    .command('sample')
    .description('write the retail year into the landing zone, as its source systems would deliver it')
    .option('--landing <folder>', 'landing zone', context.layout.landing)
    .action(async ({ landing }: { landing: string }) => {
      const progress = new Progress(context.terminal, 1);
      const write = ({ status }: Phase): Promise<string> => writeSample(context, resolve(landing), status);
      await progress.phase('Sample', write, (outcome) => outcome);
      context.terminal.result(`${resolve(landing)}\n`);
    });
}

/** Harmless to repeat: what is there already is kept. */
export async function writeSample(
  { repository }: CliContext,
  landing: string,
  onLine: (line: string) => void,
): Promise<string> {
  let last = '';
  await runChild('the sample', {
    command: localRuntime(repository).python,
    args: ['-m', 'sample', '--landing', landing],
    environment: { ...process.env, PYTHONPATH: join(repository, 'pipelines'), PYTHONUNBUFFERED: '1' },
    onLine: (line) => {
      last = line.replace(/^sample: /, '');
      onLine(last);
    },
  });
  return last;
}
