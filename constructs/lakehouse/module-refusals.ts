import type { Refusal } from '../base/checks';
import type { LakehouseModule, SparkPoolModule, SqlPoolModule } from './module-props';

/**
 * What a module call asks of Azure that Azure cannot do. The constructs would never write such a setting, so without
 * these checks it would be ignored in silence.
 */
export function moduleRefusals({ storageAccount, synapseWorkspace }: LakehouseModule): readonly Refusal[] {
  const { tier = 'Standard', enableVersioning = false, lifecycleRules } = storageAccount;
  const { managedVnetEnabled = true, sparkPools, sqlPools = [] } = synapseWorkspace;
  return [
    ...refuseUnless(tier === 'Standard', {
      setting: 'storageAccount.tier',
      value: tier,
      allowed: 'Standard: a premium account has neither access tiers nor geo redundancy',
      remedy: 'Use Standard; hot data is as close as the intelligent cache of Spark.',
    }),
    ...refuseUnless(!enableVersioning, {
      setting: 'storageAccount.enableVersioning',
      value: enableVersioning,
      allowed: 'false: blob versioning does not exist on an account with a hierarchical namespace',
      remedy: 'Leave it out: Delta time travel, soft delete and a geo-redundant replicationType keep old data.',
    }),
    ...refuseUnless(lifecycleRules?.moveToArchive === undefined, {
      setting: 'storageAccount.lifecycleRules.moveToArchive',
      value: lifecycleRules?.moveToArchive,
      allowed: 'not set: an archived file of a live Delta table is offline, and every query that needs it fails',
      remedy: 'Use moveRawToArchive for the raw files, and moveToCool and moveToCold for Delta tables.',
    }),
    ...refuseUnless(managedVnetEnabled, {
      setting: 'synapseWorkspace.managedVnetEnabled',
      value: managedVnetEnabled,
      allowed: 'true: the network is chosen when the workspace is made, and private data needs it',
      remedy: 'Leave it out.',
    }),
    ...refuseUnless(sparkPools.length > 0, {
      setting: 'synapseWorkspace.sparkPools',
      value: sparkPools,
      allowed: 'at least one pool: the first runs the medallion pipeline',
      remedy: "Add { name: 'sparkdefault', nodeSize: 'Small', minNodes: 3, maxNodes: 5, autoPauseMinutes: 15 }.",
    }),
    ...sparkPools.flatMap(sparkRefusals),
    ...sqlPools.flatMap(sqlRefusals),
  ];
}

function sparkRefusals(pool: SparkPoolModule, index: number): readonly Refusal[] {
  const at = `synapseWorkspace.sparkPools[${String(index)}]`;
  const { useSpotInstances = false, maxPricePerHour } = pool;
  const remedy =
    'Save by auto-pause, autoscale from 3 and off-peak schedules, or run batch jobs on an AKS spot pool, which takes a price.';
  return [
    ...refuseUnless(!useSpotInstances, {
      setting: `${at}.useSpotInstances`,
      value: useSpotInstances,
      allowed: 'false: Synapse Spark has no spot or low-priority nodes',
      remedy,
    }),
    ...refuseUnless(maxPricePerHour === undefined, {
      setting: `${at}.maxPricePerHour`,
      value: maxPricePerHour,
      allowed: 'not set: Synapse Spark takes no bid',
      remedy,
    }),
  ];
}

function sqlRefusals(pool: SqlPoolModule, index: number): readonly Refusal[] {
  const at = `synapseWorkspace.sqlPools[${String(index)}]`;
  const { autoPauseEnabled = false, autoPauseDelay } = pool;
  const delay = autoPauseDelay !== undefined && autoPauseDelay >= 30 && autoPauseDelay <= 720 ? autoPauseDelay : 60;
  const remedy = `State the hours in \`online\`: a schedule pauses the pool outside them, and never while it is busy. With \`idlePauseMinutes: ${String(delay)}\` it is paused sooner when nobody asks.`;
  return [
    ...refuseUnless(!autoPauseEnabled, {
      setting: `${at}.autoPauseEnabled`,
      value: autoPauseEnabled,
      allowed: 'false: a dedicated SQL pool has no auto-pause',
      remedy,
    }),
    ...refuseUnless(autoPauseDelay === undefined, {
      setting: `${at}.autoPauseDelay`,
      value: autoPauseDelay,
      allowed: 'not set: a dedicated SQL pool has no auto-pause',
      remedy,
    }),
  ];
}

function refuseUnless(accepted: boolean, refusal: Refusal): readonly Refusal[] {
  return accepted ? [] : [refusal];
}
