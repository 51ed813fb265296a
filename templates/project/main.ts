import { join } from 'node:path';
import { App } from 'cdktf';
import { addStacks, loadContracts, loadLocks, UserError } from 'medallion';
import { environments } from './environments';

try {
  const app = new App();
  const contracts = loadContracts(join(__dirname, 'contracts', 'tables'));
  const locks = loadLocks(
    join(__dirname, 'environments', 'locks'),
    environments.map(({ name }) => name),
  );
  addStacks(app, environments, contracts, locks);
  // Constructs of your own go here, in a stack of their own: `new AzureStack(app, 'reporting', ...)`.
  app.synth();
} catch (error) {
  // A refusal: the message names the setting, its value and what is allowed.
  if (!(error instanceof UserError)) throw error;
  console.error(`${error.message}\n${error.remedy}\n(${error.code})`);
  process.exitCode = 1;
}
