import type { App } from 'cdktf';
import { loadContracts } from '../../contracts';
import type { Environment, TenantSettings } from '../../environments/settings';
import { staging } from '../../environments/staging';
import { addStacks } from '../../stacks';

/** Five customers a region, each with a refresh of its own. */
const CUSTOMERS = {
  saaseast: { location: 'eastus', ids: ['acme', 'globex', 'initech', 'umbrella', 'hooli'] },
  saaswest: { location: 'westus2', ids: ['stark', 'wayne', 'wonka', 'tyrell', 'cyberdyn'] },
} as const;

const tenant = (id: string, number: number): TenantSettings => ({
  id,
  isolation: 'container',
  readers: { name: `${id}-readers`, objectId: `00000000-0000-4000-8000-0000000009${String(number).padStart(2, '0')}` },
  pipeline: {
    frequency: 'Day',
    interval: 1,
    at: `0${String(number % 5)}:30`,
    startTime: '2026-12-01T00:00:00Z',
    active: true,
  },
});

/** Customers whose data may not leave their region have a lake there. */
export const regions: readonly Environment[] = Object.entries(CUSTOMERS).map(([name, { location, ids }], region) => ({
  ...staging,
  name,
  location,
  policyPack: 'production',
  nameSeed: `your-company/${name}`,
  budget: { ...staging.budget, monthlyUsd: 2000 },
  tenants: ids.map((id, number) => tenant(id, region * 5 + number)),
}));

export function addTenTenants(app: App): void {
  addStacks(app, regions, loadContracts('contracts/tables'));
}
