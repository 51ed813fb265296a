import { Lakehouse } from '../../../constructs/lakehouse/lakehouse';
import type { LakehouseProps } from '../../../constructs/lakehouse/lakehouse-props';
import { dev } from '../../../environments/dev';
import type { Environment } from '../../../environments/settings/environment';
import { chain } from '../../support/contracts';
import { describeRefusals } from '../../support/refusal';
import { bodiesOf, synthesizeStack } from '../../support/synth';

const base: LakehouseProps = { environment: dev, contracts: chain };
const lake = (differences: Partial<Environment>): { readonly environment: Environment } => ({
  environment: { ...dev, ...differences },
});

describe('Lakehouse', () => {
  describeRefusals(base, (stack, id, props) => new Lakehouse(stack, id, props), [
    {
      what: 'no table',
      bad: { contracts: [] },
      setting: 'number of contracts',
      good: { contracts: chain.slice(0, 1) },
    },
    {
      what: 'a subscription by name',
      bad: lake({ subscriptionId: 'Pay-As-You-Go' }),
      setting: 'environment.subscriptionId',
      good: lake({ subscriptionId: '11111111-2222-4333-8444-555555555555' }),
    },
    {
      what: 'a capacity of nothing',
      bad: lake({ storage: { ...dev.storage, capacityAlertTb: 0 } }),
      setting: 'capacityTb',
      good: lake({ storage: { ...dev.storage, capacityAlertTb: 0.5 } }),
    },
    {
      what: 'a firewall that lets everybody in',
      bad: lake({ network: { posture: 'public', allowedRanges: [{ name: 'all', cidr: '0.0.0.0/0' }] } }),
      setting: 'allowed range all',
      good: lake({ network: { posture: 'public', allowedRanges: [] } }),
    },
    {
      what: 'zone-redundant storage under contracts that archive',
      bad: lake({ storage: { ...dev.storage, replication: 'ZRS' } }),
      setting: 'archiveAfterDays',
      good: lake({ storage: { ...dev.storage, replication: 'RAGRS' } }),
    },
    {
      what: 'a Spark pool of two nodes',
      bad: lake({ sparkPools: dev.sparkPools.map((pool) => ({ ...pool, minNodes: 2 })) }),
      setting: 'minNodes',
      good: lake({ sparkPools: dev.sparkPools.map((pool) => ({ ...pool, minNodes: 4 })) }),
    },
  ]);

  test('has a clock for SQL pools only where it has SQL pools', () => {
    const types = (environment: Environment): readonly string[] =>
      synthesizeStack((scope) => new Lakehouse(scope, 'Lakehouse', { environment, contracts: chain })).resources.map(
        ({ type }) => type,
      );
    expect(types({ ...dev, sqlPools: [] })).not.toContain('azurerm_automation_account');
    expect(types({ ...dev, sqlPools: [] })).toContain('azurerm_synapse_spark_pool');
    expect(types(dev)).toContain('azurerm_automation_account');
  });

  test('watches every Spark pool, and runs the pipeline on the one that is named', () => {
    const [pool] = dev.sparkPools;
    if (pool === undefined) throw new Error('dev has a pool');
    const sparkPools = [pool, { ...pool, name: 'synspadhoc' }];
    const stack = synthesizeStack(
      (scope) =>
        new Lakehouse(scope, 'Lakehouse', {
          environment: { ...dev, sparkPools, pipelinePool: 'synspadhoc' },
          contracts: chain,
        }),
    );
    const alerts = bodiesOf(stack, 'azurerm_monitor_metric_alert').map(({ name }) => name);
    expect(alerts).toEqual(expect.arrayContaining(['spark-failed-synspbatch', 'spark-failed-synspadhoc']));
    const activities = bodiesOf(stack, 'azurerm_data_factory_pipeline')
      .map((pipeline) => String(pipeline['activities_json']))
      .join('\n');
    expect(activities).toContain('"referenceName":"synspadhoc"');
    expect(activities).not.toContain('"referenceName":"synspbatch"');
  });

  test('keeps accounts, vault and SQL pools from deletion, and connects the factory, where the environment says so', () => {
    const environment: Environment = {
      ...dev,
      protectData: true,
      factory: { globalParameters: { stage: 'test' } },
    };
    const stack = synthesizeStack((scope) => new Lakehouse(scope, 'Lakehouse', { environment, contracts: chain }));
    const scopes = bodiesOf(stack, 'azurerm_management_lock').map(({ scope }) => String(scope).split('.')[0]);
    expect(scopes.sort()).toEqual(['${azurerm_key_vault', '${azurerm_storage_account', '${azurerm_synapse_sql_pool']);
    const pool = bodiesOf(stack, 'azurerm_management_lock').find(({ scope }) => String(scope).includes('sql_pool'));
    // The scheduler's right to pause the pool stands elsewhere in the tree, and below the lock in Azure.
    expect(pool?.['depends_on']).toEqual(
      expect.arrayContaining([expect.stringMatching(/^azurerm_role_assignment\.Lakehouse_SqlSchedule_/)]),
    );
    expect(JSON.stringify(bodiesOf(stack, 'azurerm_data_factory'))).toContain('"value":"test"');
  });

  test('alerts on the fifth terabyte as five times ten to the twelfth bytes', () => {
    const environment = { ...dev, storage: { ...dev.storage, capacityAlertTb: 5 } };
    const stack = synthesizeStack((scope) => new Lakehouse(scope, 'Lakehouse', { environment, contracts: chain }));
    const capacity = bodiesOf(stack, 'azurerm_monitor_metric_alert').find(({ name }) => name === 'storage-capacity');
    expect(capacity).toMatchObject({
      frequency: 'PT1H',
      window_size: 'PT1H',
      criteria: [{ metric_name: 'UsedCapacity', aggregation: 'Average', threshold: 5e12 }],
    });
  });

  test('stands twice in one stack without sharing an address', () => {
    const stack = synthesizeStack((scope) => {
      new Lakehouse(scope, 'One', base);
      new Lakehouse(scope, 'Other', lakeProps('other'));
    });
    expect(bodiesOf(stack, 'azurerm_storage_account')).toHaveLength(2);
    expect(new Set(stack.resources.map(({ address }) => address)).size).toBe(stack.resources.length);
  });

  function lakeProps(name: string): LakehouseProps {
    return { environment: { ...dev, name, nameSeed: `medallion-retail/${name}` }, contracts: chain };
  }
});
