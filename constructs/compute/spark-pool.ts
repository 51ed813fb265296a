import { SynapseSparkPool, type SynapseSparkPoolConfig } from '@cdktf/provider-azurerm/lib/synapse-spark-pool';
import type { Construct } from 'constructs';
import { Judged } from '../base/judged';
import { NODE_SIZES } from '../../azure/node-sizes';
import { SPARK_VERSION } from '../../azure/spark-runtime';
import { AUTO_PAUSE_MINUTES, NODE_RANGE } from '../../azure/spark-pools';
import { requireInteger, requireOneOf, requireThat } from '../base/checks';
import { checkName } from '../base/naming';
import { applyStandardProps } from '../base/standard';
import { sparkConf } from './spark-conf';
import type { SparkPoolProps } from './spark-pool-props';

/** PEP 508 name with optional extras, and exactly one version. */
const PINNED = /^[A-Za-z0-9][A-Za-z0-9._-]*(\[[A-Za-z0-9,._-]+\])?==[A-Za-z0-9][A-Za-z0-9.+!_-]*$/;

const FIXED = {
  sparkVersion: SPARK_VERSION,
  nodeSizeFamily: 'MemoryOptimized',
  dynamicExecutorAllocationEnabled: true,
  // Jobs bring what they need in their release; a session that installs its own is not reproducible.
  sessionLevelPackagesEnabled: false,
} satisfies Partial<SynapseSparkPoolConfig>;

/**
 * A Spark pool that grows from three nodes and pauses by itself.
 *
 * @throws ConfigurationError for fewer than 3 or more than 200 nodes, a minimum over the maximum, executors that do not
 * fit the nodes, an auto-pause outside 5 to 10080 minutes, an unknown node size, a package without version, a Spark setting
 * that Synapse owns, or a name Azure refuses
 *
 * @example
 * const sparkPool = new SparkPool(stack, 'SparkPool', {
 *   workspaceId: workspace.workspace.id,
 *   name: 'batch',
 *   nodeSize: 'Small',
 *   minNodes: 3,
 *   maxNodes: 10,
 *   autoPauseMinutes: 5,
 * });
 * workspace.awaitKey(sparkPool.pool);
 */
export class SparkPool extends Judged {
  readonly pool: SynapseSparkPool;
  readonly poolName: string;

  constructor(scope: Construct, id: string, props: SparkPoolProps) {
    super(scope, id);
    const { minNodes, maxNodes, autoPauseMinutes, nodeSize } = props;
    requireOneOf(this, 'nodeSize', nodeSize, NODE_SIZES, 'Choose one of them.');
    requireInteger(
      this,
      'minNodes',
      minNodes,
      NODE_RANGE,
      'Start from 3 (a head and two workers); save by auto-pause and smaller nodes.',
    );
    requireInteger(
      this,
      'maxNodes',
      maxNodes,
      { min: minNodes, max: NODE_RANGE.max },
      'Raise maxNodes or lower minNodes.',
    );
    requireInteger(this, 'autoPauseMinutes', autoPauseMinutes, AUTO_PAUSE_MINUTES, 'Use 5 for jobs, 15 for people.');
    const maxExecutors = props.maxExecutors ?? maxNodes - 1;
    const minExecutors = props.minExecutors ?? 1;
    const executorRemedy = 'Keep one node of maxNodes for the driver.';
    requireInteger(this, 'maxExecutors', maxExecutors, { min: 1, max: maxNodes - 1 }, executorRemedy);
    requireInteger(this, 'minExecutors', minExecutors, { min: 1, max: maxExecutors }, executorRemedy);
    const { packages = [], cachePercent } = props;
    if (cachePercent !== undefined) {
      const remedy = 'Use 50 where the same tables are read again and again; shuffles need the rest of the disk.';
      requireInteger(this, 'cachePercent', cachePercent, { min: 0, max: 100 }, remedy);
    }
    const conf = sparkConf(this, props);
    this.checkPackages(packages);
    this.poolName = checkName(this, 'sparkPool', props.name);
    this.pool = new SynapseSparkPool(this, 'Resource', {
      ...FIXED,
      name: this.poolName,
      synapseWorkspaceId: props.workspaceId,
      nodeSize,
      autoScale: { minNodeCount: minNodes, maxNodeCount: maxNodes },
      autoPause: { delayInMinutes: autoPauseMinutes },
      minExecutors,
      maxExecutors,
      ...(cachePercent === undefined ? {} : { cacheSize: cachePercent }),
      sparkConfig: { filename: 'medallion-spark.conf', content: conf },
      ...(packages.length === 0
        ? {}
        : { libraryRequirement: { filename: 'requirements.txt', content: `${packages.join('\n')}\n` } }),
      ...(props.tags === undefined ? {} : { tags: { ...props.tags } }),
    });
    applyStandardProps(this, this.pool, props);
  }

  private checkPackages(packages: readonly string[]): void {
    for (const value of packages) {
      requireThat(this, () => PINNED.test(value), {
        setting: 'packages',
        value,
        allowed: 'name==version',
        remedy: 'Pin the version: an unpinned pool runs other code after its next start.',
      });
    }
    const names = packages.map((value) => value.split('==')[0]);
    requireThat(this, () => new Set(names).size === names.length, {
      setting: 'packages',
      value: packages,
      allowed: 'each package once',
      remedy: 'Keep one version of it.',
    });
  }
}
