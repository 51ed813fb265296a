import { spawn } from 'node:child_process';
import { join } from 'node:path';
import type { Command } from 'commander';
import { UserError } from '../../shared/errors';
import type { CliContext } from '../context';
import { environmentNamed, requireReady } from './environments';

export function addDeploy(program: Command, context: CliContext): void {
  program
    .command('deploy')
    .argument('<environment>', 'both of its stacks: <environment> and <environment>-access')
    .argument('[options...]', 'for cdktf deploy, after --')
    .action(async (name: string, options: readonly string[]) => {
      requireReady(environmentNamed(context, name));
      const code = await cdktf(context.repository, ['deploy', name, `${name}-access`, ...options]);
      if (code !== 0) context.exitWith(1);
    });
}

/** With this terminal: it asks for approval. */
function cdktf(project: string, args: readonly string[]): Promise<number | null> {
  const entry = join(project, 'node_modules', 'cdktf-cli', 'bundle', 'bin', 'cdktf');
  const child = spawn(process.execPath, [entry, ...args], { cwd: project, stdio: 'inherit' });
  return new Promise((resolve, reject) => {
    child.on('error', (error) => {
      const remedy = 'Install the packages of the project: `npm ci`.';
      reject(new UserError('program-not-found', `cdktf cannot be started: ${error.message}`, remedy));
    });
    child.on('close', resolve);
  });
}
