import { join } from 'node:path';
import { App } from 'cdktf';
import { UserError } from './contracts/errors';
import { loadContracts } from './contracts/load';
import { environments } from './environments';
import { addStacks } from './stacks';

try {
  // Compiled, this file stands one folder below the repository.
  const contracts = loadContracts(join(__dirname, '..', 'contracts', 'tables'));
  const app = new App();
  addStacks(app, environments, contracts);
  app.synth();
} catch (error) {
  if (!(error instanceof UserError)) throw error;
  console.error(`${error.message}\n${error.remedy}`);
  process.exitCode = 1;
}
