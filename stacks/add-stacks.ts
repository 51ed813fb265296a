import type { App } from 'cdktf';
import { guardAddresses } from '../refusals/guard-addresses';
import type { TableContract } from '../contracts/contract';
import type { Environment } from '../environments/settings/environment';
import type { AddressLock } from '../synthesized/address-lock';
import { LakehouseStack } from './lakehouse-stack';
import { WorkspaceAccessStack } from './workspace-access-stack';

/**
 * The two stacks of every environment: `<name>` and `<name>-access`.
 *
 * @param locks by environment: what holds data there and must not lose its address
 */
export function addStacks(
  app: App,
  environments: readonly Environment[],
  contracts: readonly TableContract[],
  locks: Readonly<Record<string, AddressLock>> = {},
): void {
  for (const environment of environments) {
    const lake = new LakehouseStack(app, environment.name, { environment, contracts });
    guardAddresses(lake, locks[environment.name] ?? {});
    new WorkspaceAccessStack(app, `${environment.name}-access`, environment, lake);
  }
}
