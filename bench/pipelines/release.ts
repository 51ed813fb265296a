/**
 * Packages the tables that only benchmarks have: contracts and SQL of this folder with the real engine, compiled by the
 * real compiler. Usage: node dist/bench/pipelines/release.js <repository> <scratch>; prints the folder of the release.
 */
import { cpSync, mkdirSync, rmSync, symlinkSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { packageRelease } from '../../delivery/package';

const [repository = '.', scratch = '.bench'] = process.argv.slice(2).map((path) => resolve(path));
const made = join(scratch, 'repository');
rmSync(made, { recursive: true, force: true });
mkdirSync(join(made, 'pipelines'), { recursive: true });
for (const folder of ['src', 'jobs']) {
  symlinkSync(join(repository, 'pipelines', folder), join(made, 'pipelines', folder));
}
cpSync(join(repository, 'bench', 'pipelines', 'sql'), join(made, 'pipelines', 'sql'), { recursive: true });
cpSync(join(repository, 'bench', 'pipelines', 'contracts'), join(made, 'contracts', 'tables'), { recursive: true });
cpSync(join(repository, 'package.json'), join(made, 'package.json'));
process.stdout.write(packageRelease({ repository: made, packages: join(scratch, 'packages') }).directory);
