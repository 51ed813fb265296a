import { StorageContainer } from '@cdktf/provider-azurerm/lib/storage-container';
import type { App } from 'cdktf';
import { RoleGrant } from '../../constructs';
import { loadContracts } from '../../contracts';
import { prod } from '../../environments/prod';
import { LakehouseStack, WorkspaceAccessStack } from '../../stacks';

const APP = { id: 'Pricing', principalId: '00000000-0000-4000-8000-0000000000d1', type: 'ServicePrincipal' } as const;

/** Production, whose locks stand already, with a container of a team's own and two more rights on gold. */
export function addExtendedProd(app: App): void {
  const stack = new LakehouseStack(app, prod.name, { environment: prod, contracts: loadContracts('contracts/tables') });
  const { storage } = stack.lakehouse;
  const models = new StorageContainer(stack, 'Models', {
    name: 'models',
    storageAccountId: storage.account.id,
    containerAccessType: 'private',
    metadata: { layer: 'models' },
    lifecycle: { preventDestroy: true },
  });
  new RoleGrant(stack, 'PricingWritesModels', {
    scope: models.id,
    role: { name: 'Storage Blob Data Contributor' },
    grantee: APP,
    reason: 'The pricing service keeps its trained models there.',
  });
  storage.grantRead('gold', APP, 'The pricing service reads daily figures.');
  new WorkspaceAccessStack(app, `${prod.name}-access`, prod, stack);
}
