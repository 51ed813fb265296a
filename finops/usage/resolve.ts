import type { TableContract } from '../../contracts/contract';
import type { StorageUsage, UsageProfile } from '../../environments/usage';
import type { Workload } from '../../environments/workload-profile';
import type { StackResource, SynthesizedStack } from '../../synthesized/stack';
import { isTrue, literalNumber, literalText } from '../literals';
import type { PriceSheet } from '../price-sheet';
import { byTier, NO_TIERS } from '../simulation/tiers';
import { factoryUsage, poolUsage, startMinutes, type Orchestration, type Situation } from './compute';
import { checkFigure, originOf, valueOf, type Band } from './figure';
import { logVolume } from './logs';
import { pipelinesOf, startsOf } from './pipelines';
import type { ContainerUsage, ResolvedUsage, UsageFigure } from './resolved';
import { sqlWindow } from './sql-windows';
import { storageUsage } from './storage';

/** Operations of a vault for each activity: the secrets and keys that it looks up. */
const VAULT_OPERATIONS_PER_ACTIVITY = 10;
/** A service with a key of ours asks whether it still may use it, every five minutes. */
const KEY_CHECKS_PER_DAY = 288;
/** Minutes that a runbook takes to ask a pool to pause or resume. */
const RUNBOOK_MINUTES = 5;
/** Serverless SQL charges ten megabytes for a query at least. */
export const LEAST_GB_PER_QUERY = 0.01;

export interface ResolveContext {
  readonly environment: string;
  readonly stacks: readonly SynthesizedStack[];
  readonly sheet: PriceSheet;
  readonly contracts: readonly TableContract[];
  readonly band: Band;
}

export interface Resolution {
  readonly usage: ResolvedUsage;
  /** What is used and could not be derived, for example the volume of an unknown log category. */
  readonly unknown: readonly string[];
}

/** Quantities of a month: derived from the workload where there is one, and where a figure is stated, that figure. */
export function resolveUsage(profile: UsageProfile, context: ResolveContext): Resolution {
  const derived = profile.workload === undefined ? { usage: NOTHING, unknown: [] } : derive(profile.workload, context);
  return { usage: withStated(derived.usage, profile), unknown: derived.unknown };
}

const NOTHING: ResolvedUsage = { containers: {}, spark: {}, sqlPools: {}, figures: [] };

function derive(workload: Workload, { environment, stacks, sheet, contracts, band }: ResolveContext): Resolution {
  checkWorkload(workload, environment);
  const resources = stacks.flatMap((stack) => stack.resources);
  const { hoursPerMonth } = sheet;
  const situation: Situation = { environment, resources, workload, band, hoursPerMonth };
  const { pipelines, unreadable } = pipelinesOf(resources);
  const orchestration: Orchestration = { pipelines, starts: startsOf(resources, pipelines) };
  const eventsPerDay = Object.keys(workload.landedGbPerDay).length;
  const pools = resources
    .filter(({ type }) => type === 'azurerm_synapse_spark_pool')
    .flatMap((pool) => {
      const found = poolUsage(pool, orchestration, eventsPerDay, situation);
      return found === undefined ? [] : [{ name: literalText(pool.body, 'name') ?? '', ...found }];
    });
  const isManaged = resources.some(
    ({ type, body }) =>
      (type === 'azurerm_data_factory' && isTrue(body, 'managed_virtual_network_enabled')) ||
      (type === 'azurerm_data_factory_integration_runtime_azure' && isTrue(body, 'virtual_network_enabled')),
  );
  const factory = factoryUsage(orchestration, eventsPerDay, isManaged, situation);
  const perMonth = (perDay: number): number => (perDay * hoursPerMonth) / 24;
  const main = [...pipelines].sort((one, other) => other.activities - one.activities)[0];
  const runsPerDay = main === undefined ? 0 : startMinutes(main, orchestration, eventsPerDay).length / 364;
  const queries = perMonth(valueOf(workload.serverless.queriesPerDay, band));
  const gbPerQuery = Math.max(valueOf(workload.serverless.gbPerQuery, band), LEAST_GB_PER_QUERY);
  const serverlessGb = queries * gbPerQuery;
  const storage = storageUsage(stacks, { resources, contracts, workload, band, runsPerDay }, sheet.rules, serverlessGb);
  const sql = resources
    .filter(({ type }) => type === 'azurerm_synapse_sql_pool')
    .flatMap((pool) => {
      const name = literalText(pool.body, 'name');
      const tb = name === undefined ? undefined : workload.sqlPoolTb[name];
      return name === undefined || tb === undefined
        ? []
        : [{ name, tb, window: sqlWindow(pool, resources, hoursPerMonth) }];
    });
  const automationJobs = (sql.reduce((sum, { window }) => sum + window.jobsPerWeek, 0) / 7) * perMonth(1);
  const keys = resources.filter(({ type }) => type === 'azurerm_key_vault_key');
  const advanced = keys.filter(({ body }) => isAdvancedKey(body)).length;
  const keyVaultOperations =
    factory.usage.activityRuns * VAULT_OPERATIONS_PER_ACTIVITY +
    perMonth((keys.length - advanced) * KEY_CHECKS_PER_DAY);
  const advancedKeyOperations = perMonth(advanced * KEY_CHECKS_PER_DAY);
  const logs = logVolume(resources, {
    storageWrites: storage.writes,
    storageReads: storage.reads,
    storageDeletes: storage.deletes,
    activityRuns: factory.usage.activityRuns,
    pipelineRuns: factory.usage.triggerRuns,
    sparkRuns: factory.usage.activityRuns,
    serverlessQueries: queries,
    dedicatedQueries: perMonth(valueOf(workload.dedicatedQueriesPerDay ?? 0, band)),
    vaultOperations: keyVaultOperations + advancedKeyOperations,
    automationJobs,
    hoursPerMonth,
  });
  const writtenGb = Object.values(storage.containers).reduce((sum, usage) => sum + usage.writtenGb, 0);
  return {
    unknown: [...logs.unknown, ...unreadable.map((address) => `activities of ${address}`)],
    usage: {
      containers: storage.containers,
      spark: Object.fromEntries(pools.map(({ name, usage }) => [name, usage])),
      serverlessSqlTb: serverlessGb / 1000,
      sqlPools: Object.fromEntries(
        sql.map(({ name, tb, window }) => [name, { onlineHours: window.hours, storedTb: valueOf(tb, band) }]),
      ),
      logAnalyticsGb: logs.gb,
      pipelines: factory.usage,
      keyVaultOperations,
      advancedKeyOperations,
      automationMinutes: automationJobs * RUNBOOK_MINUTES,
      uploadedGb: storage.uploadedGb,
      endpointGb: writtenGb,
      events: perMonth(eventsPerDay),
      flows: storage.flows,
      figures: [
        ...pools.flatMap(({ figures }) => figures),
        ...factory.figures,
        {
          name: 'serverlessSqlTb',
          value: serverlessGb / 1000,
          unit: 'TB',
          origin: originOf(workload.serverless.gbPerQuery),
          how: `${queries.toFixed(0)} queries x ${String(gbPerQuery)} GB, 10 MB each at least`,
        },
        ...sql.flatMap(({ name, tb, window }): UsageFigure[] => [
          { name: `sqlPools.${name}.onlineHours`, value: window.hours, unit: 'h', origin: 'derived', how: window.how },
          {
            name: `sqlPools.${name}.storedTb`,
            value: valueOf(tb, band),
            unit: 'TB',
            origin: originOf(tb),
            how: `workload of ${environment}`,
          },
        ]),
        ...storage.figures,
        ...logs.figures,
        {
          name: 'keyVaultOperations',
          value: keyVaultOperations + advancedKeyOperations,
          unit: 'operations',
          origin: 'derived',
          how: `${String(VAULT_OPERATIONS_PER_ACTIVITY)} an activity run and ${String(KEY_CHECKS_PER_DAY)} a day for each of ${String(keys.length)} keys`,
        },
      ],
    },
  };
}

/** RSA above 2048 bits and elliptic curves are priced five times as high. */
export function isAdvancedKey(body: StackResource['body']): boolean {
  const type = literalText(body, 'key_type') ?? '';
  return type.startsWith('EC') || (literalNumber(body, 'key_size') ?? 2048) > 2048;
}

function checkWorkload(workload: Workload, environment: string): void {
  const { landedGbPerDay, layerRatio, rewrittenPercentPerDay, nodes, notebookHours, runMinutes, sqlPoolTb } = workload;
  const maps = { landedGbPerDay, layerRatio, rewrittenPercentPerDay, nodes, notebookHours, runMinutes, sqlPoolTb };
  for (const [name, figures] of Object.entries(maps)) {
    for (const [key, figure] of Object.entries(figures ?? {})) {
      checkFigure(`workload.${name}.${key}`, figure, environment);
    }
  }
  checkFigure('workload.serverless.queriesPerDay', workload.serverless.queriesPerDay, environment);
  checkFigure('workload.serverless.gbPerQuery', workload.serverless.gbPerQuery, environment);
  checkFigure('workload.sessionStartMinutes', workload.sessionStartMinutes ?? 0, environment);
  checkFigure('workload.collectedMonths', workload.collectedMonths, environment);
  for (const [layer, figure] of Object.entries(rewrittenPercentPerDay)) {
    checkFigure(`100 - workload.rewrittenPercentPerDay.${layer}`, 100 - valueOf(figure, 'high'), environment);
  }
}

/** Puts what the owner states in the place of what is derived. */
function withStated(derived: ResolvedUsage, profile: UsageProfile): ResolvedUsage {
  const { storage, spark, sqlPools, serverlessSqlTb, logAnalyticsGb, pipelines, keyVaultOperations } = profile;
  const containers = Object.entries(storage ?? {}).flatMap(([name, usage]) =>
    usage === undefined ? [] : [[name, statedContainer(usage)] as const],
  );
  const figures: UsageFigure[] = [
    ...Object.entries(storage ?? {}).flatMap(([name, usage]) => [
      stated(`storage.${name}.gib`, usage.storedGib, 'GiB'),
      stated(`storage.${name}.writes`, usage.writes, 'operations'),
      stated(`storage.${name}.reads`, usage.reads, 'operations'),
    ]),
    ...Object.entries(spark ?? {}).flatMap(([name, { hours, averageNodes }]) => [
      stated(`spark.${name}.hours`, hours, 'h'),
      stated(`spark.${name}.averageNodes`, averageNodes, 'nodes'),
    ]),
    ...Object.entries(sqlPools ?? {}).flatMap(([name, { onlineHours, storedTb }]) => [
      stated(`sqlPools.${name}.onlineHours`, onlineHours, 'h'),
      stated(`sqlPools.${name}.storedTb`, storedTb, 'TB'),
    ]),
    ...(serverlessSqlTb === undefined ? [] : [stated('serverlessSqlTb', serverlessSqlTb, 'TB')]),
    ...(logAnalyticsGb === undefined ? [] : [stated('logAnalyticsGb', logAnalyticsGb, 'GB')]),
    ...(pipelines === undefined
      ? []
      : [
          stated('pipelines.activityRuns', pipelines.activityRuns, 'runs'),
          stated('pipelines.externalActivityHours', pipelines.externalActivityHours, 'h'),
        ]),
    ...(keyVaultOperations === undefined ? [] : [stated('keyVaultOperations', keyVaultOperations, 'operations')]),
  ];
  const names = new Set(figures.map(({ name }) => name));
  return {
    ...derived,
    containers: { ...derived.containers, ...Object.fromEntries(containers) },
    spark: { ...derived.spark, ...spark },
    sqlPools: { ...derived.sqlPools, ...sqlPools },
    ...(serverlessSqlTb === undefined ? {} : { serverlessSqlTb }),
    ...(logAnalyticsGb === undefined ? {} : { logAnalyticsGb }),
    ...(pipelines === undefined
      ? {}
      : { pipelines: { ...pipelines, triggerRuns: 0, inactive: derived.pipelines?.inactive ?? [] } }),
    ...(keyVaultOperations === undefined ? {} : { keyVaultOperations }),
    figures: [...derived.figures.filter(({ name }) => !names.has(name)), ...figures],
  };
}

function stated(name: string, value: number, unit: string): UsageFigure {
  return { name, value, unit, origin: 'stated', how: 'stated in the usage of the environment' };
}

function statedContainer({ storedGib, tierShare, writes, reads }: StorageUsage): ContainerUsage {
  const cooler = (tierShare?.cool ?? 0) + (tierShare?.cold ?? 0) + (tierShare?.archive ?? 0);
  return {
    // What no share claims lies in the account's default tier, which the pricer knows.
    gib: byTier((tier) => storedGib * (tier === 'hot' ? 1 - cooler : (tierShare?.[tier] ?? 0))),
    writes,
    reads,
    movedFiles: NO_TIERS,
    retrievedGb: NO_TIERS,
    earlyGibMonths: NO_TIERS,
    writtenGb: 0,
  };
}
