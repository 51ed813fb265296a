import { join } from 'node:path';
import type { TableContract } from '../../contracts/contract';
import { loadContracts } from '../../contracts/load';
import { estimateEnvironment } from '../../finops/estimate';
import { loadPriceSheet } from '../../finops/load-price-sheet';
import type { UsageProfile } from '../../environments/usage';
import { evaluatePolicies } from '../../policies/engine';
import type { JsonObject } from '../../shared/json';
import { parseStack } from '../../synthesized/parse-stack';
import { rules } from '../../policies/rules';
import type { Side } from '../../review/review';

export const shippedContracts = loadContracts(join(__dirname, '..', '..', 'contracts', 'tables'));

const container = { storedGib: 100, writes: 10_000, reads: 10_000 };

const USAGE: UsageProfile = {
  storage: { landing: container, bronze: container, silver: container, gold: container, system: container },
  spark: { batch: { hours: 10, averageNodes: 3 } },
  serverlessSqlTb: 0,
  sqlPools: {},
  logAnalyticsGb: 0,
  pipelines: { activityRuns: 0, externalActivityHours: 0 },
  keyVaultOperations: 0,
};

export const ACCOUNT: JsonObject = {
  name: 'stlake',
  account_tier: 'Standard',
  account_replication_type: 'LRS',
  is_hns_enabled: true,
  shared_access_key_enabled: false,
  local_user_enabled: false,
  allow_nested_items_to_be_public: false,
  https_traffic_only_enabled: true,
  min_tls_version: 'TLS1_2',
  tags: { Owner: 'data' },
};

export const POOL: JsonObject = {
  name: 'batch',
  node_size: 'Small',
  node_size_family: 'MemoryOptimized',
  auto_scale: { min_node_count: 3, max_node_count: 5 },
  auto_pause: { delay_in_minutes: 5 },
};

/** A small synthesis of one environment `dev`, reviewed as the command does it. */
export function sideOf(
  name: string,
  resources: { readonly account?: JsonObject; readonly pool?: JsonObject } = {},
  contracts: readonly TableContract[] = shippedContracts,
): Side {
  const { account = ACCOUNT, pool = POOL } = resources;
  const stacks = [
    parseStack('dev', {
      resource: { azurerm_storage_account: { lake: account }, azurerm_synapse_spark_pool: { batch: pool } },
    }),
  ];
  return {
    name,
    stacks,
    contracts,
    estimates: [estimateEnvironment(stacks, USAGE, loadPriceSheet('eastus'))],
    policies: evaluatePolicies(stacks, rules, [], '2026-11-24'),
  };
}
