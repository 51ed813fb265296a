import { App } from 'cdktf';
import { loadContracts } from '../contracts/load';
import { dev } from '../environments/dev';
import type { Environment } from '../environments/settings/environment';
import { addStacks } from '../stacks';

/** The smallest lake: the contracts of this repository in an environment like dev, under another name. */
export function addMinimalLake(app: App): void {
  const contracts = loadContracts('contracts/tables');
  const sandbox = {
    ...dev,
    name: 'sandbox',
    nameSeed: 'your-company/sandbox',
    policyPack: 'baseline',
  } satisfies Environment;
  addStacks(app, [sandbox], contracts);
}

if (require.main === module) {
  const app = new App();
  addMinimalLake(app);
  app.synth();
}
