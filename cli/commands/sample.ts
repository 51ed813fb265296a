import { copyFileSync, existsSync, mkdirSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import type { Command } from 'commander';
import { localRuntime } from '../../delivery/targets/local/runtime';
import { runChild } from '../child';
import type { CliContext } from '../context';
import { type Format, formatOption } from '../options';
import { renderJson } from '../output';
import { projectFile } from '../project-file';
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

/** The rows of the CRM sample lie in the project itself: they are there to be edited. */
function writeLeads(project: string, landing: string): string {
  const from = join(project, 'raw_data.json');
  const to = join(landing, 'crm_leads', 'raw_data.jsonl');
  if (!existsSync(from)) return `${from} is not there any more: nothing is delivered`;
  mkdirSync(dirname(to), { recursive: true });
  copyFileSync(from, to);
  return `${from} is delivered`;
}

/** Harmless to repeat: what is there already is kept. */
export async function writeSample(
  { repository, engine }: CliContext,
  landing: string,
  onLine: (line: string) => void,
): Promise<string> {
  const { sample } = projectFile(repository);
  if (sample === 'none') return 'the project names no sample';
  if (sample === 'crm') return writeLeads(repository, landing);
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
