import type { Command } from 'commander';
import { activeRelease } from '../../delivery/run';
import { SparkPoolManager } from '../../delivery/spark-pool-manager';
import type { SynapseConnection } from '../../delivery/targets/synapse/connection';
import { installPackage } from '../../delivery/targets/synapse/packages';
import { WorkspacePools } from '../../delivery/targets/synapse/pools';
import { KubernetesSpotPool } from '../../delivery/targets/synapse/spot-pool';
import { SynapseTarget } from '../../delivery/targets/synapse/synapse-target';
import type { CliContext } from '../context';
import { connectTo } from '../open-target';
import { type Format, formatOption, type TargetChoice, withTarget } from '../options';
import { renderJson } from '../output';

interface Limits extends TargetChoice {
  readonly format: Format;
  readonly minNodes: string;
  readonly maxNodes: string;
  readonly autoPauseMinutes: string;
}

interface Submission extends TargetChoice {
  readonly format: Format;
  readonly executorSize: string;
  readonly executors: string;
  readonly pool?: string;
  readonly spot?: boolean;
  readonly maxPricePerHour?: string;
  readonly image?: string;
}

export function addPool(program: Command, context: CliContext): void {
  const pool = program.command('pool');
  withTarget(pool.command('autoscale'), context)
    .description('set how a Spark pool grows and rests, until the next deployment')
    .argument('<pool>', 'name of the pool')
    .requiredOption('--min-nodes <number>', '3 to 200')
    .requiredOption('--max-nodes <number>', 'at least --min-nodes, to 200')
    .requiredOption('--auto-pause-minutes <number>', '5 to 10080')
    .addOption(formatOption('table', 'json'))
    .action(async (poolName: string, { minNodes, maxNodes, autoPauseMinutes, format, ...choice }: Limits) => {
      const outcome = await managerOf(context, connectTo(context, choice), undefined).configureAutoscale({
        poolName,
        minNodes: Number(minNodes),
        maxNodes: Number(maxNodes),
        autoPauseMinutes: Number(autoPauseMinutes),
      });
      const text = `the limits of Spark pool ${poolName} are ${outcome}\n`;
      context.terminal.result(format === 'json' ? renderJson({ pool: poolName, outcome }) : text);
    });
  withTarget(pool.command('install'), context)
    .description('put the package of the active release on Spark pools, for notebooks; jobs bring their own code')
    .argument('<pools...>', 'names of pools')
    .addOption(formatOption('table', 'json'))
    .action(async (pools: readonly string[], { format, ...choice }: TargetChoice & { readonly format: Format }) => {
      const connection = connectTo(context, choice);
      const target = new SynapseTarget(connection.outputs.environment, () => connection);
      const wheel = await target.releases.wheel(await activeRelease(target));
      const done = await target.exclusively(() => installPackage(connection, wheel, pools));
      const text = done.map(({ pool: name, outcome }) => `${wheel.name} is ${outcome} on ${name}\n`).join('');
      context.terminal.result(format === 'json' ? renderJson({ package: wheel.name, pools: done }) : text);
    });
  withTarget(pool.command('submit'), context)
    .description('run a script as a Spark batch, to its end')
    .argument('<script>', 'a job of the active release, or the URI of a Python file')
    .argument('[arguments...]', 'for the script, after --')
    .option('--executor-size <size>', 'Small, Medium or Large', 'Small')
    .option('--executors <number>', '1 to 199', '2')
    .option('--pool <name>', 'Spark pool (default: the one of the pipeline)')
    .option('--spot', 'executors on spot nodes of the batch pool on AKS')
    .option('--max-price-per-hour <usd>', 'most that a spot node may cost in an hour')
    .option('--image <name>', 'container image with Spark 3.5, Delta and the Azure file system; with --spot')
    .addOption(formatOption('table', 'json'))
    .action(async (script: string, args: readonly string[], options: Submission) => {
      const { executorSize, executors, pool: poolName, spot, maxPricePerHour, image } = options;
      const job = await managerOf(context, connectTo(context, options), image).submitBatchJob({
        ...{ script, args, executorSize, executors: Number(executors), useSpotInstances: spot === true },
        ...(poolName === undefined ? {} : { poolName }),
        ...(maxPricePerHour === undefined ? {} : { maxPricePerHour: Number(maxPricePerHour) }),
      });
      const text = `${script} (${job.id}) ${job.succeeded ? 'succeeded' : `failed: ${job.errors.join('; ')}`}\n`;
      context.terminal.result(options.format === 'json' ? renderJson({ script, ...job }) : text);
      if (!job.succeeded) context.exitWith(1);
    });
}

function managerOf(context: CliContext, connection: SynapseConnection, image: string | undefined): SparkPoolManager {
  const { environment, delivery } = connection.outputs;
  const target = new SynapseTarget(environment, () => connection);
  const folder = async (): Promise<string> => `${delivery.releases}/${await activeRelease(target)}`;
  const settings = context.lakeEnvironments().knownEnvironments.find(({ name }) => name === environment)?.spotBatch;
  const { maxPricePerHour } = settings ?? {};
  const spot =
    maxPricePerHour === undefined
      ? undefined
      : new KubernetesSpotPool(
          { maxPricePerHour, image, namespace: 'spark', serviceAccount: 'spark' },
          connection.retryPolicy,
          folder,
        );
  return new SparkPoolManager(new WorkspacePools(connection, folder), spot);
}
