import { join } from 'node:path';
import { App } from 'cdktf';
import { UserError } from './shared/errors';
import { loadContracts } from './contracts/load';
import { environments, knownEnvironments } from './environments';
import { loadLocks } from './stacks/load-locks';
import { addStacks } from './stacks';

try {
  // Compiled, this file stands one folder below the repository.
  const contracts = loadContracts(join(__dirname, '..', 'contracts', 'tables'));
  const app = new App();
  // `npm run lock` writes the locks anew, from stacks that no lock holds back.
  const wanted = process.argv.includes('--standby') ? knownEnvironments : environments;
  const names = process.argv.includes('--unlocked') ? [] : wanted.map(({ name }) => name);
  addStacks(app, wanted, contracts, loadLocks(join(__dirname, '..', 'environments', 'locks'), names));
  app.synth();
} catch (error) {
  if (!(error instanceof UserError)) throw error;
  console.error(`${error.message}\n${error.remedy}\n(${error.code})`);
  process.exitCode = 1;
}
