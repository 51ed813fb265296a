import { App } from 'cdktf';
import type { LakehouseModule } from '../constructs/lakehouse/module-props';
import { loadContracts } from '../contracts/load';
import { LakehouseStack } from '../stacks/lakehouse-stack';
import { WorkspaceAccessStack } from '../stacks/workspace-access-stack';

/** A production lake as a platform team would call a Terraform module: names, pools, tables and tags of its own. */
export const production: LakehouseModule = {
  name: 'prod',
  resourceGroup: 'rg-lakehouse-prod',
  location: 'eastus',
  tenantId: '00000000-0000-4000-8000-0000000000aa',
  subscriptionId: '00000000-0000-4000-8000-0000000000f0',
  state: { resourceGroup: 'rg-lakehouse-state', storageAccount: 'stlakehousestate', container: 'tfstate' },

  storageAccount: {
    name: 'lakehouseprod',
    tier: 'Standard',
    replicationType: 'GRS', // geo-redundant; versions are kept by Delta, a lake account has none
    lifecycleRules: {
      moveToCool: 30, // days; Delta tables stay online
      moveRawToArchive: 90, // days; deliveries only, an archived Delta table cannot be read
    },
  },

  synapseWorkspace: {
    name: 'synapse-lakehouse-prod',
    sqlAdminUsername: 'sqladmin',
    managedVnetEnabled: true,
    sparkPools: [{ name: 'sparkdefault', nodeSize: 'Medium', minNodes: 3, maxNodes: 10, autoPauseMinutes: 15 }],
    sqlPools: [
      {
        name: 'gold_analytics',
        sku: 'DW100c',
        online: { days: ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday'], from: '11:00', to: '23:00' },
      },
    ],
  },

  contracts: loadContracts('contracts/tables'),
  deltaTables: {
    bronze: ['events', 'transactions', 'users'],
    silver: ['events_clean', 'transactions_validated', 'users_enriched'],
    gold: ['daily_metrics', 'user_features', 'transaction_summary'],
  },

  tags: { Environment: 'Production', CostCenter: 'Data-Platform', Owner: 'DataEngineering' },
  access: {
    administrators: { name: 'lake-administrators', objectId: '00000000-0000-4000-8000-000000000001' },
    engineers: { name: 'lake-engineers', objectId: '00000000-0000-4000-8000-000000000002' },
    analysts: { name: 'lake-analysts', objectId: '00000000-0000-4000-8000-000000000003' },
    operators: { name: 'lake-operators', objectId: '00000000-0000-4000-8000-000000000004' },
    deployers: { name: 'lake-deployers', objectId: '00000000-0000-4000-8000-000000000005' },
    scientists: { name: 'lake-scientists', objectId: '00000000-0000-4000-8000-000000000006' },
    auditors: { name: 'lake-auditors', objectId: '00000000-0000-4000-8000-000000000007' },
    engineersMayWrite: false,
  },
  contacts: [{ name: 'ops-team', email: 'ops-team@example.com' }],
  budget: { monthlyUsd: 2500, startDate: '2026-12-01' },
};

export function addProductionLake(app: App): void {
  const lake = LakehouseStack.fromModule(app, 'prod', production);
  new WorkspaceAccessStack(app, 'prod-access', lake.lakehouse.environment, lake);
}

if (require.main === module) {
  const app = new App();
  addProductionLake(app);
  app.synth();
}
