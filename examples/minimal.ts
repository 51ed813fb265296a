import { App } from 'cdktf';
import { loadContracts } from '../contracts/load';
import { dev } from '../environments/dev';
import { addStacks } from '../stacks';

/** The smallest lake: the contracts of this repository in an environment that differs from dev in its name only. */
export function addMinimalLake(app: App): void {
  const contracts = loadContracts('contracts/tables');
  const sandbox = { ...dev, name: 'sandbox', nameSeed: 'your-company/sandbox' };
  addStacks(app, [sandbox], contracts);
}

if (require.main === module) {
  const app = new App();
  addMinimalLake(app);
  app.synth();
}
