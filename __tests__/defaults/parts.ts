import type { TerraformStack } from 'cdktf';
import { Factory } from '../../constructs/orchestration/factory';
import { AlertContacts } from '../../constructs/observability/alert-contacts';
import { LogWorkspace } from '../../constructs/observability/log-workspace';
import { SqlPool } from '../../constructs/compute/sql-pool';
import { Workspace } from '../../constructs/compute/workspace';
import { ipRange } from '../../constructs/network/ip-range';
import { LakeVault } from '../../constructs/security/lake-vault';
import type { PrivateEndpointSettings } from '../../constructs/base/standard-props';
import { LakeStorage } from '../../constructs/storage/lake-storage';
import { EXAMPLE_GROUPS, EXAMPLE_TENANT } from '../../environments/example-identities';
import { scratchStack } from '../support/synth';

/** Where everything stands. */
export const PLACE = { resourceGroupName: 'rg-test', location: 'eastus' };
export const OFFICE = ipRange(scratchStack(), 'office', '203.0.113.0/24');
export const WORKSPACE_ID = '/subscriptions/s/resourceGroups/r/providers/Microsoft.Synapse/workspaces/w';
export const GROUP_ID = '/subscriptions/s/resourceGroups/rg-test';

/** A private endpoint in a network of somebody else. */
export function endpoint(subresource: string): PrivateEndpointSettings {
  const network = '/subscriptions/s/resourceGroups/r/providers/Microsoft.Network';
  return {
    subresource,
    subnetId: `${network}/virtualNetworks/v/subnets/s`,
    privateDnsZoneIds: [`${network}/privateDnsZones/z`],
  };
}

export function contacts(stack: TerraformStack): AlertContacts {
  const people = [{ name: 'me', email: 'me@example.com' }];
  return new AlertContacts(stack, 'Contacts', { ...PLACE, name: 'ag-test', shortName: 'test', contacts: people });
}

export function logs(stack: TerraformStack): LogWorkspace {
  return new LogWorkspace(stack, 'Logs', { ...PLACE, name: 'log-test', dailyCapGb: 1 });
}

export function storage(stack: TerraformStack): LakeStorage {
  return new LakeStorage(stack, 'Storage', { ...PLACE, name: 'stlaketest', replication: 'LRS', contracts: [] });
}

export function vault(stack: TerraformStack): LakeVault {
  return new LakeVault(stack, 'Vault', { ...PLACE, name: 'kv-lake-test', tenantId: EXAMPLE_TENANT });
}

export function workspace(stack: TerraformStack, lake: LakeStorage): Workspace {
  return new Workspace(stack, 'Workspace', {
    ...PLACE,
    name: 'synw-lake-test',
    tenantId: EXAMPLE_TENANT,
    primaryFilesystem: { url: lake.dfsUrl('system'), container: lake.container('system') },
    administrators: EXAMPLE_GROUPS.administrators,
  });
}

export function factory(stack: TerraformStack, lake = storage(stack)): Factory {
  const parts = { storage: lake, vault: vault(stack), workspace: workspace(stack, lake) };
  return new Factory(stack, 'Factory', { ...PLACE, name: 'adf-lake-test', ...parts });
}

export function sqlPool(stack: TerraformStack): SqlPool {
  return new SqlPool(stack, 'SqlPool', { workspaceId: WORKSPACE_ID, name: 'serving', sku: 'DW100c', storage: 'GRS' });
}
