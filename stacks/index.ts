import type { App } from 'cdktf';
import type { TableContract } from '../contracts/contract';
import type { Environment } from '../environments/environment';
import { LakehouseStack } from './lakehouse-stack';
import { WorkspaceAccessStack } from './workspace-access-stack';

/** The two stacks of every environment: `<name>` and `<name>-access`. */
export function addStacks(app: App, environments: readonly Environment[], contracts: readonly TableContract[]): void {
  for (const environment of environments) {
    const lake = new LakehouseStack(app, environment.name, { environment, contracts });
    new WorkspaceAccessStack(app, `${environment.name}-access`, environment, lake);
  }
}
