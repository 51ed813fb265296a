import { App } from 'cdktf';
import { loadContracts } from '../contracts/load';
import type { Environment } from '../environments/settings/environment';
import { prod } from '../environments/prod';
import { addStacks } from '../stacks';

/** The lake's own vault, by the name that follows from workload, environment and seed: Spark reaches no other. */
const VAULT = 'kv-lake-connected-5evr7';

const hub = '/subscriptions/00000000-0000-4000-8000-0000000000b0/resourceGroups/rg-hub/providers';

/**
 * Production that asks a database and an API, hears of files, reports to the company's catalogue, and has its studio connected to
 * a repository. Spark gets out of its protected network to the two connections and nowhere else.
 */
export const connected: Environment = {
  ...prod,
  name: 'connected',
  policyPack: 'production',
  nameSeed: 'your-company/connected',
  connections: {
    erp: {
      url: 'jdbc:postgresql://erp.postgres.database.azure.com:5432/orders',
      user: 'lake_reader',
      secret: { kind: 'keyVault', vault: VAULT, secret: 'erp-lake-reader' },
    },
    crm: {
      url: 'https://crm.azure-api.net',
      secret: { kind: 'keyVault', vault: VAULT, secret: 'crm-token' },
    },
  },
  sourceEndpoints: {
    erp: { targetResourceId: `${hub}/Microsoft.DBforPostgreSQL/flexibleServers/erp`, subresource: 'postgresqlServer' },
    crm: { targetResourceId: `${hub}/Microsoft.ApiManagement/service/crm`, subresource: 'Gateway' },
  },
  // Every source has a run of its own, and each keeps the pool up for a while.
  budget: { ...prod.budget, monthlyUsd: 7000 },
  ingest: {
    'bronze.orders': {
      on: 'schedule',
      schedule: { frequency: 'Hour', interval: 1, startTime: '2026-12-01T00:30:00Z', active: true },
    },
    'bronze.leads': {
      on: 'schedule',
      schedule: { frequency: 'Day', interval: 1, at: '03:30', startTime: '2026-12-01T00:00:00Z', active: true },
    },
    'bronze.receipts': { on: 'arrival', endsWith: '_SUCCESS', active: true },
  },
  catalog: { kind: 'existing', accountId: `${hub}/Microsoft.Purview/accounts/your-company` },
  factory: {
    repository: { host: 'github', account: 'your-company', repository: 'lake', branch: 'main', rootFolder: '/factory' },
    globalParameters: { stage: 'prod' },
  },
};

export function addConnectedLake(app: App): void {
  addStacks(app, [connected], [...loadContracts('contracts/tables'), ...loadContracts('examples/connected-sources')]);
}

if (require.main === module) {
  const app = new App();
  addConnectedLake(app);
  app.synth();
}
