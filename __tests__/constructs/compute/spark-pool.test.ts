import { SparkPool } from '../../../constructs/compute/spark-pool';
import type { SparkPoolProps } from '../../../constructs/compute/spark-pool-props';
import type { NodeSize } from '../../../environments/environment';
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
    { what: 'a name with a hyphen', bad: { name: 'sp-batch' }, setting: 'sparkPool', good: { name: 'spbatch01' } },
  ]);

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
