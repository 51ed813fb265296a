import type { TableContract, TableName } from '../../contracts/contract';
import { upstreamOf } from '../../contracts/graph';
import { checkEnvironment } from '../../environments/checks/check-environment';
import type { Environment } from '../../environments/settings/environment';
import { monthlyHours } from '../../environments/settings/online-window';
import { TARGETS } from '../../environments/settings/targets';
import type { UsageProfile } from '../../environments/usage';
import { ConfigurationError, type Refusal } from '../base/checks';
import type { DeltaTables, LakehouseModule, LifecycleRulesModule, SqlPoolModule } from './module-props';
import type { LakehouseProps } from './lakehouse-props';
import { moduleRefusals } from './module-refusals';
import { landed } from '../../contracts/source';

/**
 * The environment and the contracts behind a module call. Pure.
 *
 * @param path of the construct that is asked for, for errors
 * @throws ConfigurationError for what Azure cannot do, a table without contract, or a table without one of its inputs
 */
export function propsOfModule(module: LakehouseModule, path = 'Lakehouse'): LakehouseProps {
  const [refusal] = [...moduleRefusals(module), ...tableRefusals(module)];
  if (refusal !== undefined) throw new ConfigurationError(path, refusal);
  const environment = environmentOf(module);
  checkEnvironment(environment);
  return {
    environment,
    contracts: chosen(module.contracts, module.deltaTables).map((contract) =>
      tiered(contract, module.storageAccount.lifecycleRules ?? {}),
    ),
  };
}

/** The environment that a module call describes, before it is checked. Pure. */
export function environmentOf(module: LakehouseModule): Environment {
  const {
    resourceGroup,
    storageAccount,
    synapseWorkspace,
    contracts: _contracts,
    deltaTables: _deltaTables,
    capacityAlertTb,
    logs,
    logsDailyCapGb,
    logsRetentionDays,
    vaultSoftDeleteDays,
    vaultSku,
    ...asItIs
  } = module;
  const { sparkPools, sqlPools = [] } = synapseWorkspace;
  const {
    name: accountName,
    tier: _tier,
    enableVersioning: _v,
    lifecycleRules: _l,
    replicationType,
    ...storage
  } = storageAccount;
  return {
    ...asItIs,
    workload: module.workload ?? 'lake',
    nameSeed: module.nameSeed ?? `${module.subscriptionId}/${resourceGroup}`,
    names: {
      resourceGroup,
      storageAccount: accountName,
      synapseWorkspace: synapseWorkspace.name,
      sqlLogin: synapseWorkspace.sqlAdminUsername ?? 'medallionsql',
    },
    protectData: module.protectData ?? true,
    network: module.network ?? { posture: 'public', allowedRanges: [] },
    storage: { ...storage, replication: replicationType, capacityAlertTb: capacityAlertTb ?? 5 },
    keyVault: { softDeleteDays: vaultSoftDeleteDays ?? 90, sku: vaultSku ?? 'standard' },
    logs: { ...logs, dailyCapGb: logsDailyCapGb ?? 10, retentionDays: logsRetentionDays ?? 90 },
    sparkPools: sparkPools.map(({ useSpotInstances: _spot, maxPricePerHour: _bid, ...pool }) => pool),
    pipelinePool: module.pipelinePool ?? sparkPools[0]?.name ?? '',
    sqlPools: sqlPools.map(({ autoPauseEnabled: _pause, autoPauseDelay: _delay, storage: redundancy, ...pool }) => ({
      ...pool,
      storage: redundancy ?? 'GRS',
    })),
    pipeline: module.pipeline ?? {
      frequency: 'Day',
      interval: 1,
      at: '02:00',
      startTime: `${module.budget.startDate}T00:00:00Z`,
      active: true,
    },
    serverlessSql: module.serverlessSql ?? { tbPerDay: 1, tbPerWeek: 3, tbPerMonth: 10 },
    targets: module.targets ?? { ...TARGETS, freshnessHours: module.pipeline?.frequency === 'Hour' ? 1 : 48 },
    usage: module.usage ?? idle(module, sqlPools),
  };
}

/** Nothing stored and no job run: what is left is what the lake costs by being there. */
function idle({ synapseWorkspace }: LakehouseModule, sqlPools: readonly SqlPoolModule[]): UsageProfile {
  const nothing = { storedGib: 0, writes: 0, reads: 0 };
  return {
    storage: { landing: nothing, bronze: nothing, silver: nothing, gold: nothing, system: nothing },
    spark: Object.fromEntries(
      synapseWorkspace.sparkPools.map(({ name, minNodes }) => [name, { hours: 0, averageNodes: minNodes }]),
    ),
    serverlessSqlTb: 0,
    sqlPools: Object.fromEntries(
      sqlPools.map(({ name, online }) => [name, { onlineHours: monthlyHours(online), storedTb: 0 }]),
    ),
    logAnalyticsGb: 0,
    pipelines: { activityRuns: 0, externalActivityHours: 0 },
    keyVaultOperations: 0,
  };
}

function namesOf({ bronze, silver, gold }: DeltaTables): readonly TableName[] {
  return [
    ...bronze.map((table): TableName => `bronze.${table}`),
    ...silver.map((table): TableName => `silver.${table}`),
    ...gold.map((table): TableName => `gold.${table}`),
  ];
}

function chosen(contracts: readonly TableContract[], tables: DeltaTables | undefined): readonly TableContract[] {
  if (tables === undefined) return contracts;
  const names = namesOf(tables);
  return contracts.filter(({ name }) => names.includes(name));
}

function tableRefusals({ contracts, deltaTables }: LakehouseModule): readonly Refusal[] {
  if (deltaTables === undefined) return [];
  const names = namesOf(deltaTables);
  const known = contracts.map(({ name }) => name);
  return [
    ...names
      .filter((name) => !known.includes(name))
      .map((value) => ({
        setting: 'deltaTables',
        value,
        allowed: `tables with a contract: ${known.join(', ')}`,
        remedy: 'Write its contract, or correct the name.',
      })),
    ...chosen(contracts, deltaTables).flatMap((contract) =>
      upstreamOf(contract)
        .filter((input) => !names.includes(input))
        .map((input) => ({
          setting: `deltaTables: ${contract.name} without ${input}`,
          value: names,
          allowed: 'every table together with the tables it reads',
          remedy: `Add ${input}, or leave ${contract.name} out.`,
        })),
    ),
  ];
}

/** A contract that says nothing of tiers takes those of the module; what it says stands. */
function tiered(contract: TableContract, rules: LifecycleRulesModule): TableContract {
  const { tiering } = contract;
  const source = landed(contract.source);
  const coolAfterDays = tiering.coolAfterDays ?? rules.moveToCool;
  const coldAfterDays = tiering.coldAfterDays ?? rules.moveToCold;
  const archiveAfterDays = source?.archiveAfterDays ?? rules.moveRawToArchive;
  return {
    ...contract,
    tiering: {
      ...(coolAfterDays === undefined ? {} : { coolAfterDays }),
      ...(coldAfterDays === undefined ? {} : { coldAfterDays }),
    },
    ...(source === undefined
      ? {}
      : { source: { ...source, ...(archiveAfterDays === undefined ? {} : { archiveAfterDays }) } }),
  };
}
