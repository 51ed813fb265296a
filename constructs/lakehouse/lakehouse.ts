import { ResourceGroup } from '@cdktf/provider-azurerm/lib/resource-group';
import { TerraformStack } from 'cdktf';
import { Construct } from 'constructs';
import { tableGraph } from '../../contracts/graph';
import type { Environment } from '../../environments/settings/environment';
import { requireGuid, requireInteger } from '../base/checks';
import { standIn } from '../base/cloud';
import { SparkPool } from '../compute/spark-pool';
import { spotBatch } from './spot-batch';
import type { SpotBatchPool } from '../compute/spot-batch-pool';
import { SqlPool } from '../compute/sql-pool';
import { SqlPoolScheduler } from '../compute/sql-pool-scheduler';
import { Workspace } from '../compute/workspace';
import type { Catalog } from '../governance/catalog';
import { tagAll } from '../governance/standard-tags';
import { grantAccess, group } from './access';
import { catalogLake, grantScans } from './catalog';
import { budgetLake } from './cost';
import { protectBelow } from '../base/keeps-data';
import { eraseOnRequest } from './erasure';
import { guardLake } from './governance';
import { asProps } from './from-module';
import { ingestSources } from './ingest';
import { lockLake } from './locks';
import { maintainLake } from './maintenance';
import type { LakehouseModule } from './module-props';
import type { LakehouseProps } from './lakehouse-props';
import { backUpLake } from './recovery';
import { makeTenants, refreshTenants } from './tenants';
import { watchLake } from './watch';
import { Names } from '../base/naming';
import { networkAccess, type NetworkAccess } from '../network/network-access';
import { StudioHub } from '../network/studio-hub';
import { withSqlAudit } from '../observability/diagnostic-categories';
import { LogWorkspace } from '../observability/log-workspace';
import { Factory } from '../orchestration/factory';
import type { IngestPipeline } from '../orchestration/ingest-pipeline';
import type { JobPipeline } from '../orchestration/job-pipeline';
import { MedallionPipeline } from '../orchestration/medallion-pipeline';
import type { LakeBackup } from '../recovery/lake-backup';
import { LakeKeys } from '../security/lake-keys';
import { LakeVault } from '../security/lake-vault';
import type { LakeAccount } from '../storage/lake-account';
import { LakeStorage } from '../storage/lake-storage';
import type { Tenant } from '../tenancy/tenant';
import { refuseAtSynth } from '../../refusals/refuse-at-synth';

/**
 * A whole lake in one resource group: storage, vault, logs, Synapse with its pools, Data Factory with the pipeline that the
 * contracts imply, alerts, budget, rights and locks.
 *
 * @throws ConfigurationError for any setting that Azure would refuse, ignore or punish later
 */
export class Lakehouse extends Construct {
  readonly environment: Environment;
  readonly group: ResourceGroup;
  readonly storage: LakeStorage;
  readonly vault: LakeVault;
  readonly logs: LogWorkspace;
  readonly workspace: Workspace;
  readonly sparkPools: readonly SparkPool[];
  readonly sqlPools: readonly SqlPool[];
  readonly tenants: readonly Tenant[];
  /** Undefined where the environment asks for none, or names one that exists. */
  readonly catalog: Catalog | undefined;
  /** In the paired region; undefined where the environment asks for none. */
  readonly backup: LakeBackup | undefined;
  /** Undefined where Synapse runs every job. */
  readonly spotBatch: SpotBatchPool | undefined;
  readonly factory: Factory;
  readonly pipeline: MedallionPipeline;
  readonly maintenance: JobPipeline;
  /** Forgets a person, where somebody starts it with the id of a request. */
  readonly erasure: JobPipeline;
  /** Undefined where there is no dedicated SQL pool. */
  readonly scheduler: SqlPoolScheduler | undefined;
  /** One a source. */
  readonly ingest: readonly IngestPipeline[];

  /** @param given an environment with its contracts, or a module call in the shape of Terraform's */
  constructor(scope: Construct, id: string, given: LakehouseProps | LakehouseModule) {
    super(scope, id);
    const props = asProps(given, this.node.path);
    const { environment, contracts } = props;
    this.environment = environment;
    refuseAtSynth(TerraformStack.of(this));
    protectBelow(this, environment.protectData);
    standIn(this, environment.cloud ?? 'public');
    tagAll(this, { ...environment.tags, ManagedBy: 'Medallion' });
    const { name, location, workload, tenantId, protectData } = environment;
    requireGuid(this, 'environment.subscriptionId', environment.subscriptionId, 'Give the id of the subscription.');
    const tables = { min: 1, max: Number.MAX_SAFE_INTEGER };
    requireInteger(this, 'number of contracts', contracts.length, tables, 'A lake without tables needs no lakehouse.');
    const { names: fixed = {}, nameSeed: seed } = environment;
    const names = new Names({ workload, environment: name, location, seed, fixed });
    this.group = new ResourceGroup(this, 'Group', { name: names.of(this, 'resourceGroup'), location });
    const place = { resourceGroupName: this.group.name, location };
    this.logs = new LogWorkspace(this, 'Logs', {
      ...place,
      name: names.of(this, 'logWorkspace'),
      dailyCapGb: environment.logs.dailyCapGb,
      retentionDays: environment.logs.retentionDays,
    });
    const { sqlAudit = false } = environment.logs;
    const standard = { diagnostics: { logWorkspaceId: this.logs.workspace.id } };
    const audit = sqlAudit ? { logCategories: withSqlAudit('azurerm_synapse_sql_pool') } : {};
    const network = networkAccess(this, environment.network, { ...place, ...standard, names });
    this.vault = new LakeVault(this, 'Vault', {
      ...place,
      ...network.reach('vault'),
      ...standard,
      name: names.of(this, 'keyVault'),
      tenantId,
      softDeleteDays: environment.keyVault.softDeleteDays,
      protectData,
    });
    const keys = this.makeKeys(environment, names, network);
    this.storage = new LakeStorage(this, 'Storage', {
      ...place,
      ...network.reach('dfs', 'blob'),
      ...standard,
      ...environment.storage,
      ...(keys === undefined ? {} : { customerManagedKey: keys.storage }),
      name: names.of(this, 'storageAccount'),
      contracts,
      tenants: (environment.tenants ?? [])
        .filter(({ isolation }) => isolation === 'container')
        .map(({ id: own }) => own),
      protectData,
    });
    const catalog = catalogLake(this, environment, names, network);
    this.catalog = catalog?.made;
    const catalogued = catalog === undefined ? {} : { catalogId: catalog.accountId };
    this.workspace = new Workspace(this, 'Workspace', {
      ...place,
      ...network.reach('Sql', 'SqlOnDemand', 'Dev'),
      ...standard,
      sqlAudit,
      ...catalogued,
      exfiltrationProtection: network.exfiltrationProtection,
      ...(keys === undefined ? {} : { encryptionKey: keys.workspace }),
      name: names.of(this, 'synapseWorkspace'),
      tenantId,
      primaryFilesystem: { url: this.storage.dfsUrl('system'), container: this.storage.container('system') },
      administrators: environment.access.administrators,
      ...(fixed.sqlLogin === undefined ? {} : { sqlLogin: fixed.sqlLogin }),
      protectData,
    });
    if (network.isPrivate) {
      const name = names.of(this, 'privateLinkHub');
      new StudioHub(this, 'Studio', { ...place, ...network.reach('Web'), name });
    }
    const workspaceId = this.workspace.workspace.id;
    this.sparkPools = environment.sparkPools.map(
      (pool) => new SparkPool(this, `SparkPool-${pool.name}`, { ...pool, ...standard, workspaceId }),
    );
    this.sqlPools = environment.sqlPools.map(
      ({ name: poolName, sku, storage, workloadGroups = [] }) =>
        new SqlPool(this, `SqlPool-${poolName}`, {
          diagnostics: { ...standard.diagnostics, ...audit },
          name: poolName,
          sku,
          storage,
          workloadGroups,
          workspaceId,
          protectData,
        }),
    );
    this.spotBatch = spotBatch(this, environment, names);
    this.sparkPools.forEach(({ pool }) => this.workspace.awaitKey(pool));
    this.sqlPools.forEach(({ pool }) => this.workspace.awaitKey(pool));
    this.tenants = makeTenants(this, { names, contracts, reach: network.reach('dfs', 'blob'), keys });
    this.factory = new Factory(this, 'Factory', {
      ...place,
      ...network.reach('dataFactory', 'portal'),
      ...standard,
      ...environment.factory,
      ...catalogued,
      ...(keys === undefined ? {} : { customerManagedKey: keys.factory }),
      name: names.of(this, 'dataFactory'),
      storage: this.storage,
      vault: this.vault,
      workspace: this.workspace,
    });
    this.pipeline = new MedallionPipeline(this, 'Pipeline', {
      factory: this.factory,
      storage: this.storage,
      graph: tableGraph(contracts),
      sparkPool: environment.pipelinePool,
      schedule: environment.pipeline,
    });
    this.backup = backUpLake(this, names, keys);
    this.maintenance = maintainLake(this, environment);
    this.ingest = ingestSources(this, contracts);
    refreshTenants(this, contracts);
    this.erasure = eraseOnRequest(this);
    this.scheduler = this.makeScheduler(props, names);
    const watched = watchLake(this, environment, names);
    budgetLake(this, environment, names, watched);
    guardLake(this, environment);
    grantAccess(this, environment.access);
    grantScans(this, catalog);
    if (protectData) lockLake(this, names, keys);
  }

  private makeKeys(
    { encryption, access, protectData, location }: Environment,
    names: Names,
    network: NetworkAccess,
  ): LakeKeys | undefined {
    if (encryption === undefined) return undefined;
    return new LakeKeys(this, 'Keys', {
      ...encryption,
      names,
      resourceGroupName: this.group.name,
      location,
      vault: this.vault,
      deployers: group('Deployers', access.deployers),
      after: [...network.ready, ...this.vault.endpoints.map(({ endpoint }) => endpoint)],
      protectData,
    });
  }

  /** Of the lake, of its tenants and of its backups. */
  get accounts(): readonly LakeAccount[] {
    const tenants = this.tenants.flatMap(({ account }) => account ?? []);
    return [...this.storage.accounts, ...tenants, ...(this.backup === undefined ? [] : [this.backup.account])];
  }

  private makeScheduler({ environment }: LakehouseProps, names: Names): SqlPoolScheduler | undefined {
    const { location, name, workload, sqlPools } = environment;
    if (this.sqlPools.length === 0) return undefined;
    return new SqlPoolScheduler(this, 'SqlSchedule', {
      diagnostics: { logWorkspaceId: this.logs.workspace.id },
      name: names.of(this, 'automationAccount'),
      resourceGroupName: this.group.name,
      resourceGroupId: this.group.id,
      location,
      suffix: `${workload}-${name}-${names.suffix}`,
      pools: this.sqlPools.flatMap((pool) =>
        sqlPools.filter((settings) => settings.name === pool.poolName).map(({ online }) => ({ pool, online })),
      ),
    });
  }
}
