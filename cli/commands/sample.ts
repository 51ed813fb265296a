import { join, resolve } from 'node:path';
import type { Command } from 'commander';
import { localRuntime } from '../../delivery/targets/local/runtime';
import { runChild } from '../child';
import type { CliContext } from '../context';
import { type Format, formatOption } from '../options';
import { renderJson } from '../output';
import { type Phase, Progress } from '../progress';

export function addSample(program: Command, context: CliContext): void {
  program
    .command('sample')
    .option('--landing <folder>', 'landing zone', context.layout.landing)
    .addOption(formatOption('table', 'json'))
    .action(async ({ landing, format }: { landing: string; format: Format }) => {
      const progress = new Progress(context.terminal, 1);
      const write = ({ status }: Phase): Promise<string> => writeSample(context, resolve(landing), status);
      const outcome = await progress.phase('Sample', write, (text) => text);
      const folder = resolve(landing);
      context.terminal.result(format === 'json' ? renderJson({ landing: folder, outcome }) : `${folder}\n`);
    });
}

/** Harmless to repeat: what is there already is kept. */
export async function writeSample(
  { repository, engine }: CliContext,
  landing: string,
  onLine: (line: string) => void,
): Promise<string> {
  let last = '';
  await runChild('the sample', {
    command: localRuntime(repository).python,
    args: ['-m', 'sample', '--landing', landing],
    environment: { ...process.env, PYTHONPATH: join(engine, 'pipelines'), PYTHONUNBUFFERED: '1' },
    onLine: (line) => {
      last = line.replace(/^sample: /, '');
      onLine(last);
    },
  });
  return last;
}
