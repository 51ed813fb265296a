import { join } from 'node:path';
import { App } from 'cdktf';
import { UserError } from './contracts/errors';
import { loadContracts } from './contracts/load';
import { environments } from './environments';
import { addStacks } from './stacks';

try {
  const app = new App();
  // Compiled, this file stands one folder below the repository.
  addStacks(app, environments, loadContracts(join(__dirname, '..', 'contracts', 'tables')));
  app.synth();
} catch (error) {
  if (!(error instanceof UserError)) throw error;
  console.error(`${error.message}\n${error.remedy}`);
  process.exitCode = 1;
}
