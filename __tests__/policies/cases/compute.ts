import type { Json, JsonObject } from '../../../shared/json';
import { sparkExecutors } from '../../../policies/rules/spark-executors';
import { sparkNodeRange } from '../../../policies/rules/spark-node-range';
import { sparkVersion } from '../../../policies/rules/spark-version';
import { spotPoolTaint } from '../../../policies/rules/spot-pool-taint';
import { sqlPoolGeoBackup } from '../../../policies/rules/sql-pool-geo-backup';
import { sqlWorkloadGroups } from '../../../policies/rules/sql-workload-groups';
import { synapseFilesystemUrl } from '../../../policies/rules/synapse-filesystem-url';
import { versionEndsSoon } from '../../../policies/rules/version-ends-soon';
import { versionSupported } from '../../../policies/rules/version-supported';
import type { RuleCase } from '../../../policies/testing';
import { finds, isOpen, passes, stackOf, type RuleCases } from '../harness';

const POOL = 'azurerm_synapse_spark_pool.batch';
const pool = (body: JsonObject) => stackOf({ [POOL]: body });

export const version: RuleCases = {
  rule: sparkVersion,
  address: POOL,
  cases: [
    passes('the supported one', pool({ spark_version: '3.5' })),
    finds('one out of support', pool({ spark_version: '3.4' }), '3.4'),
    finds('none', pool({}), 'not set'),
    isOpen('behind a variable', pool({ spark_version: '${var.v}' })),
  ],
};

const spark = pool({ spark_version: '3.5' });
const on = (today: string, one: RuleCase): RuleCase => ({ ...one, today });

export const supported: RuleCases = {
  rule: versionSupported,
  address: POOL,
  cases: [
    on('2026-11-30', passes('today', spark)),
    on('2028-10-31', passes('on its last day', spark)),
    on('2028-11-01', finds('the day after', spark, 'ended on 2028-10-31')),
    on('2026-11-30', finds('one that has ended', pool({ spark_version: '3.4' }), 'Spark 3.5')),
    on('2026-11-30', isOpen('behind a variable', pool({ spark_version: '${var.v}' }))),
    on('2026-11-30', isOpen('one without a known end', pool({ spark_version: '9.9' }))),
    isOpen('at synth, which has no day', spark),
  ],
};

export const endsSoon: RuleCases = {
  rule: versionEndsSoon,
  address: POOL,
  cases: [
    on('2027-10-31', passes('a year before', spark)),
    on('2027-11-01', finds('a day later', spark, 'ends on 2028-10-31')),
    on('2028-10-31', finds('on its last day', spark, 'Fabric Runtime 2.0')),
    on('2028-11-01', passes('afterwards the other rule speaks', spark)),
    on('2026-11-30', isOpen('behind a variable', pool({ spark_version: '${var.v}' }))),
  ],
};

const scaling = (min_node_count: Json, max_node_count: Json) =>
  pool({ auto_scale: { min_node_count, max_node_count } });

export const nodes: RuleCases = {
  rule: sparkNodeRange,
  address: POOL,
  cases: [
    passes('three to ten', scaling(3, 10)),
    passes('a fixed three', pool({ node_count: 3 })),
    finds('more to fewer', scaling(10, 3), 'from 10 to 3'),
    finds('two', scaling(2, 10), '3 <= min'),
    finds('a fixed two', pool({ node_count: 2 })),
    finds('both ways', pool({ node_count: 3, auto_scale: { min_node_count: 3, max_node_count: 5 } }), 'either'),
    finds('neither', pool({}), 'either'),
    isOpen('behind a variable', scaling(3, '${var.max}')),
  ],
};

const executors = (min_executors: Json, max_executors: Json) =>
  pool({
    auto_scale: { min_node_count: 3, max_node_count: 10 },
    dynamic_executor_allocation_enabled: true,
    min_executors,
    max_executors,
  });

export const allocation: RuleCases = {
  rule: sparkExecutors,
  address: POOL,
  cases: [
    passes('one to nine', executors(1, 9)),
    passes('no dynamic allocation', pool({ node_count: 3 })),
    finds('left out', executors(null, null), 'not set'),
    finds('more to fewer', executors(5, 2), '1 <= min <= max <= 9'),
    finds('as many as nodes', executors(1, 10)),
    isOpen('behind a variable', executors(1, '${var.max}')),
  ],
};

const SPOT = 'azurerm_kubernetes_cluster_node_pool.spot';
const LABEL = 'kubernetes.azure.com/scalesetpriority';
const node_taints = [`${LABEL}=spot:NoSchedule`];
const node_labels = { [LABEL]: 'spot' };
const spot = (body: JsonObject) => stackOf({ [SPOT]: { priority: 'Spot', ...body } });

export const taint: RuleCases = {
  rule: spotPoolTaint,
  address: SPOT,
  cases: [
    passes('taint and label', spot({ node_taints, node_labels })),
    finds('neither', spot({}), 'node_taints'),
    finds('no label', spot({ node_taints }), 'node_labels'),
    isOpen('priority behind a variable', spot({ priority: '${var.p}' })),
  ],
};

const SQL = 'azurerm_synapse_sql_pool.serving';
const sql = (body: JsonObject) => stackOf({ [SQL]: body });

export const geoBackup: RuleCases = {
  rule: sqlPoolGeoBackup,
  address: SQL,
  cases: [
    passes('one region', sql({ storage_account_type: 'LRS', geo_backup_policy_enabled: false })),
    passes('two regions', sql({ storage_account_type: 'GRS' })),
    finds('one region, by default with backup', sql({ storage_account_type: 'LRS' }), 'must be false'),
    finds(
      'two regions without',
      sql({ storage_account_type: 'GRS', geo_backup_policy_enabled: false }),
      'must be true',
    ),
    isOpen('behind a variable', sql({ storage_account_type: '${var.t}' })),
  ],
};

const GROUP = 'azurerm_synapse_sql_pool_workload_group.last';
const groups = (first: Json, last: Json, max: Json = 100, pool_id = 'p') =>
  stackOf({
    'azurerm_synapse_sql_pool_workload_group.first': { sql_pool_id: 'p', min_resource_percent: first },
    [GROUP]: { sql_pool_id: pool_id, min_resource_percent: last, max_resource_percent: max },
  });

export const workloads: RuleCases = {
  rule: sqlWorkloadGroups,
  address: GROUP,
  cases: [
    passes('a hundred together', groups(60, 40)),
    passes('more, in two pools', groups(60, 60, 100, 'q')),
    finds('more than a hundred', groups(60, 50), '110 percent'),
    finds('more than it may use', groups(0, 50, 25), 'must be 25 or less'),
    isOpen('one behind a variable', groups('${var.share}', 40)),
  ],
};

const WORKSPACE = 'azurerm_synapse_workspace.synapse';
const filesystem = (url: Json) => stackOf({ [WORKSPACE]: { storage_data_lake_gen2_filesystem_id: url } });

export const filesystemUrl: RuleCases = {
  rule: synapseFilesystemUrl,
  address: WORKSPACE,
  cases: [
    passes('a URL', filesystem('https://stlake.dfs.core.windows.net/system')),
    passes('an endpoint and a container', filesystem('${azurerm_storage_account.lake.primary_dfs_endpoint}system')),
    passes('a filesystem', filesystem('${azurerm_storage_data_lake_gen2_filesystem.system.id}')),
    finds('the ARM id of a container', filesystem('${azurerm_storage_container.system.id}'), 'no URL'),
    finds('a doubled slash', filesystem('${azurerm_storage_account.lake.primary_dfs_endpoint}/system')),
    finds('the blob endpoint', filesystem('https://stlake.blob.core.windows.net/system')),
    finds('none', stackOf({ [WORKSPACE]: {} })),
    isOpen('behind a variable', filesystem('${var.filesystem}')),
  ],
};
