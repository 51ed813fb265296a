import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { POOL_SPARK_CONF } from '../../../constructs/compute/spark-conf';
import { SparkPool } from '../../../constructs/compute/spark-pool';
import type { SparkPoolProps } from '../../../constructs/compute/spark-pool-props';
import type { NodeSize } from '../../../azure/node-sizes';
import { describeRefusals } from '../../support/refusal';
import { bodyOf, synthesizeStack } from '../../support/synth';

const base: SparkPoolProps = {
  workspaceId: '/subscriptions/x/workspaces/y',
  name: 'spbatch',
  nodeSize: 'Medium',
  minNodes: 3,
  maxNodes: 10,
  autoPauseMinutes: 15,
};
const tiny: string = 'Tiny';

describe('SparkPool', () => {
  describeRefusals(base, (stack, id, props) => new SparkPool(stack, id, props), [
    { what: 'two nodes', bad: { minNodes: 2 }, setting: 'minNodes', good: { minNodes: 3 } },
    { what: 'half a node', bad: { minNodes: 3.5 }, setting: 'minNodes', good: { minNodes: 4 } },
    { what: 'a minimum over the maximum', bad: { minNodes: 11 }, setting: 'maxNodes', good: { minNodes: 10 } },
    { what: 'more than 200 nodes', bad: { maxNodes: 201 }, setting: 'maxNodes', good: { maxNodes: 200 } },
    {
      what: 'a pause after 4 minutes',
      bad: { autoPauseMinutes: 4 },
      setting: 'autoPause',
      good: { autoPauseMinutes: 5 },
    },
    {
      what: 'a pause after a week and a minute',
      bad: { autoPauseMinutes: 10_081 },
      setting: 'autoPauseMinutes',
      good: { autoPauseMinutes: 10_080 },
    },
    { what: 'executors on every node', bad: { maxExecutors: 10 }, setting: 'maxExecutors', good: { maxExecutors: 9 } },
    {
      what: 'fewer executors at most than at least',
      bad: { minExecutors: 5, maxExecutors: 4 },
      setting: 'minExecutors',
      good: { minExecutors: 4, maxExecutors: 4 },
    },
    { what: 'an unknown size', bad: { nodeSize: tiny as NodeSize }, setting: 'nodeSize', good: { nodeSize: 'Small' } },
    {
      what: 'a package without version',
      bad: { packages: ['pandas'] },
      setting: 'packages',
      good: { packages: ['pandas==2.2.3', 'adlfs[abfs]==2024.7.0'] },
    },
    {
      what: 'a range of versions',
      bad: { packages: ['pandas>=2'] },
      setting: 'packages',
      good: { packages: ['pandas==2.2.3'] },
    },
    {
      what: 'one package twice',
      bad: { packages: ['pandas==2.2.3', 'pandas==2.2.2'] },
      setting: 'packages',
      good: { packages: ['pandas==2.2.3', 'pandas-stubs==2.2.3'] },
    },
    {
      what: 'a setting that is none of Spark',
      bad: { conf: { 'hive.exec': 'x' } },
      setting: 'conf',
      good: { conf: { 'spark.hive.exec': 'x' } },
    },
    {
      what: 'executors in the configuration',
      bad: { conf: { 'spark.dynamicAllocation.maxExecutors': '50' } },
      setting: 'conf',
      good: { conf: { 'spark.executor.memoryOverhead': '2g' } },
    },
    {
      what: 'a secret in the configuration',
      bad: { conf: { 'spark.api.password': 'x' } },
      setting: 'conf',
      good: { conf: { 'spark.api.user': 'x' } },
    },
    {
      what: 'a setting hidden behind a line break',
      bad: { conf: { 'spark.a': 'x\nspark.master local' } },
      setting: 'conf.spark.a',
      good: { conf: { 'spark.a': 'x spark.master local' } },
    },
    {
      what: 'logs to a workspace by its ARM id',
      bad: { logShipping: { workspaceId: '/subscriptions/x', vaultName: 'kv', secretName: 's' } },
      setting: 'logShipping.workspaceId',
      good: {
        logShipping: { workspaceId: '11111111-2222-4333-8444-555555555555', vaultName: 'kv', secretName: 's' },
      },
    },
    { what: 'a cache above the disk', bad: { cachePercent: 101 }, setting: 'cachePercent', good: { cachePercent: 50 } },
    {
      what: 'lineage in the clear',
      bad: { lineage: { url: 'http://lineage.example.com', namespace: 'lake' } },
      setting: 'lineage.url',
      good: { lineage: { url: 'https://lineage.example.com', namespace: 'lake' } },
    },
    { what: 'a name with a hyphen', bad: { name: 'sp-batch' }, setting: 'sparkPool', good: { name: 'spbatch01' } },
  ]);

  test('runs with what jobs set for themselves, and tells one line a setting', () => {
    const session = readFileSync(
      join(__dirname, '..', '..', '..', 'pipelines', 'src', 'medallion', 'spark', 'session.py'),
      'utf8',
    );
    for (const key of ['spark.sql.session.timeZone', 'spark.sql.ansi.enabled', 'spark.sql.legacy.timeParserPolicy']) {
      expect(session).toContain(`"${key}": "${POOL_SPARK_CONF[key] ?? 'missing'}"`);
    }
    const conf = { 'spark.sql.session.timeZone': 'Europe/Berlin' };
    const stack = synthesizeStack(
      (scope) => new SparkPool(scope, 'Pool', { ...base, conf, packages: ['pandas==2.2.3'] }),
    );
    const { spark_config: written, library_requirement: library } = bodyOf(stack, 'azurerm_synapse_spark_pool');
    const lines = String((written as { content: string }).content)
      .trimEnd()
      .split('\n');
    expect(lines).toEqual([...lines].sort());
    expect(lines).toContain('spark.sql.session.timeZone Europe/Berlin');
    expect(lines).toContain('spark.databricks.delta.properties.defaults.enableDeletionVectors false');
    expect(lines).toHaveLength(Object.keys(POOL_SPARK_CONF).length);
    expect(library).toEqual({ filename: 'requirements.txt', content: 'pandas==2.2.3\n' });
  });

  test('caches files on a part of its disks when cachePercent is set', () => {
    const cacheOf = (props: Partial<SparkPoolProps>) =>
      bodyOf(
        synthesizeStack((stack) => new SparkPool(stack, 'Pool', { ...base, ...props })),
        'azurerm_synapse_spark_pool',
      )['cache_size'];
    expect([cacheOf({ cachePercent: 50 }), cacheOf({ cachePercent: 0 }), cacheOf({})]).toEqual([50, 0, undefined]);
  });

  test('ships logs and lineage where it is told to, and nowhere else', () => {
    const content = (props: Partial<SparkPoolProps>): string => {
      const stack = synthesizeStack((scope) => new SparkPool(scope, 'Pool', { ...base, ...props }));
      return (bodyOf(stack, 'azurerm_synapse_spark_pool')['spark_config'] as { content: string }).content;
    };
    const shipped = content({
      logShipping: { workspaceId: '11111111-2222-4333-8444-555555555555', vaultName: 'kv-logs', secretName: 'log-key' },
      lineage: { url: 'https://lineage.example.com', namespace: 'lake' },
    });
    expect(shipped).toContain('spark.synapse.logAnalytics.keyVault.key.secret log-key\n');
    expect(shipped).toContain('spark.openlineage.transport.url https://lineage.example.com\n');
    expect(content({})).not.toMatch(/logAnalytics|openlineage/);
  });

  test('grows, shrinks and pauses, and leaves a node for the driver', () => {
    const stack = synthesizeStack((scope) => new SparkPool(scope, 'Pool', base));
    expect(bodyOf(stack, 'azurerm_synapse_spark_pool')).toMatchObject({
      name: 'spbatch',
      spark_version: '3.5',
      node_size_family: 'MemoryOptimized',
      auto_scale: { min_node_count: 3, max_node_count: 10 },
      auto_pause: { delay_in_minutes: 15 },
      dynamic_executor_allocation_enabled: true,
      min_executors: 1,
      max_executors: 9,
      session_level_packages_enabled: false,
    });
    expect(bodyOf(stack, 'azurerm_synapse_spark_pool')['node_count']).toBeUndefined();
  });
});
