import { SqlPool } from '../../../constructs/compute/sql-pool';
import { serverlessLimits } from '../../../constructs/compute/serverless-limits';
import type { WorkloadGroupSettings } from '../../../environments/settings/workload';
import { sqlWorkloadGroups } from '../../../policies/rules/sql-workload-groups';
import { describeRefusals } from '../../support/refusal';
import { bodiesOf, bodyOf, synthesizeStack } from '../../support/synth';
import type { TerraformStack } from 'cdktf';

const base: WorkloadGroupSettings & { readonly sku?: string } = {
  name: 'loading',
  minPercent: 50,
  maxPercent: 100,
  percentPerQuery: 25,
  classifiers: [{ name: 'loader', member: 'medallion_loader' }],
};

function make(stack: TerraformStack, id: string, { sku, ...group }: typeof base): SqlPool {
  return new SqlPool(stack, id, {
    workspaceId: '/subscriptions/x/workspaces/y',
    name: 'serving',
    sku: sku ?? 'DW100c',
    storage: 'LRS',
    workloadGroups: [group],
  });
}

describe('WorkloadGroup', () => {
  describeRefusals(base, make, [
    { what: 'a minimum over the maximum', bad: { maxPercent: 25 }, setting: 'minPercent', good: { maxPercent: 50 } },
    { what: 'more than everything', bad: { maxPercent: 101 }, setting: 'maxPercent', good: { maxPercent: 100 } },
    {
      what: 'less than the smallest pool gives a query',
      bad: { percentPerQuery: 10 },
      setting: 'percentPerQuery',
      good: { percentPerQuery: 10, sku: 'DW500c' },
    },
    {
      what: 'a share that does not divide the minimum',
      bad: { percentPerQuery: 30 },
      setting: 'percentPerQuery',
      good: { percentPerQuery: 50 },
    },
    { what: 'nobody', bad: { classifiers: [] }, setting: 'classifiers', good: { classifiers: base.classifiers } },
    { what: 'a name with a hyphen', bad: { name: 'load-ing' }, setting: 'name', good: { name: 'load_ing' } },
    { what: 'a timeout of a second', bad: { timeoutSeconds: 1 }, setting: 'timeout', good: { timeoutSeconds: 60 } },
    {
      what: 'an hour of 25',
      bad: { classifiers: [{ name: 'a', member: 'b', between: { from: '25:00', to: '26:00' } }] },
      setting: 'between.from',
      good: { classifiers: [{ name: 'a', member: 'b', between: { from: '22:00', to: '23:59' } }] },
    },
  ]);

  test('reserves, and takes in whom its classifiers name', () => {
    const stack = synthesizeStack((scope) =>
      make(scope, 'Pool', {
        ...base,
        importance: 'high',
        classifiers: [{ name: 'night', member: 'loader', label: 'load', between: { from: '01:00', to: '05:00' } }],
      }),
    );
    expect(bodyOf(stack, 'azurerm_synapse_sql_pool_workload_group')).toMatchObject({
      min_resource_percent: 50,
      max_resource_percent: 100,
      min_resource_percent_per_request: 25,
      importance: 'high',
      query_execution_timeout_in_seconds: 3600,
      sql_pool_id: expect.stringMatching(/^\$\{azurerm_synapse_sql_pool\./),
    });
    expect(bodyOf(stack, 'azurerm_synapse_sql_pool_workload_classifier')).toMatchObject({
      member_name: 'loader',
      label: 'load',
      start_time: '01:00',
      end_time: '05:00',
      importance: 'high',
      workload_group_id: expect.stringMatching(/^\$\{azurerm_synapse_sql_pool_workload_group\./),
    });
  });

  test('is judged with its neighbours: three halves of a pool are too much', () => {
    const groups = (names: readonly string[]) => (scope: TerraformStack) =>
      new SqlPool(scope, 'Pool', {
        workspaceId: '/w',
        name: 'serving',
        sku: 'DW100c',
        storage: 'LRS',
        workloadGroups: names.map((name) => ({ ...base, name })),
      });
    expect(() => synthesizeStack(groups(['one', 'two', 'three']))).toThrow('reserve 150 percent');
    const two = synthesizeStack(groups(['one', 'two']));
    expect(JSON.stringify(sqlWorkloadGroups.evaluate(two))).not.toContain('non-compliant');
    expect(bodiesOf(two, 'azurerm_synapse_sql_pool')).toHaveLength(1);
  });
});

test('serverless SQL is stopped by three statements, which may be run again', () => {
  expect(serverlessLimits({ tbPerDay: 2, tbPerWeek: 6, tbPerMonth: 15 })).toEqual([
    "EXEC sp_set_data_processed_limit @type = N'daily', @limit_tb = 2;",
    "EXEC sp_set_data_processed_limit @type = N'weekly', @limit_tb = 6;",
    "EXEC sp_set_data_processed_limit @type = N'monthly', @limit_tb = 15;",
  ]);
});
