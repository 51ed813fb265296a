import { App } from 'cdktf';
import { loadContracts } from '../contracts/load';
import type { Environment } from '../environments/settings/environment';
import { staging } from '../environments/staging';
import type { TenantSettings } from '../environments/settings/tenants';
import { addStacks } from '../stacks';

/** Two customers share account and pool; the third pays for its own, with a key of its own. */
const tenants: readonly TenantSettings[] = [
  {
    id: 'acme',
    isolation: 'container',
    readers: { name: 'acme-readers', objectId: '00000000-0000-4000-8000-000000000101' },
    usdPerDay: 20,
  },
  {
    id: 'globex',
    isolation: 'container',
    readers: { name: 'globex-readers', objectId: '00000000-0000-4000-8000-000000000102' },
  },
  {
    id: 'initech',
    isolation: 'account',
    readers: { name: 'initech-readers', objectId: '00000000-0000-4000-8000-000000000103' },
    sparkPool: { name: 'synspinitech', nodeSize: 'Small', minNodes: 3, maxNodes: 6, autoPauseMinutes: 5 },
    monthlyUsd: 400,
  },
];

/** Every container, identity, pool and cent belongs to one customer, and none of them can be granted to another. */
export const multiTenant: Environment = {
  ...staging,
  name: 'saas',
  policyPack: 'production',
  nameSeed: 'your-company/saas',
  tags: { ...staging.tags, Environment: 'Production' },
  encryption: { rotationDays: 365 },
  logs: { ...staging.logs, retentionDays: 90 },
  budget: { ...staging.budget, monthlyUsd: 1500 },
  tenants,
  usage: { ...staging.usage, spark: { ...staging.usage.spark, synspinitech: { hours: 40, averageNodes: 4 } } },
};

export function addMultiTenantLake(app: App): void {
  addStacks(app, [multiTenant], loadContracts('contracts/tables'));
}

if (require.main === module) {
  const app = new App();
  addMultiTenantLake(app);
  app.synth();
}
