import { ResourceGroup } from '@cdktf/provider-azurerm/lib/resource-group';
import type { Construct } from 'constructs';
import { Judged } from '../base/judged';
import { tableGraph } from '../../contracts/graph';
import type { Environment } from '../../environments/settings/environment';
import { requireGuid, requireInteger } from '../base/checks';
import { standIn } from '../base/cloud';
import { protectBelow } from '../base/keeps-data';
import { Names } from '../base/naming';
import { SparkPool } from '../compute/spark-pool';
import type { SpotBatchPool } from '../compute/spot-batch-pool';
import type { SqlPool } from '../compute/sql-pool';
import type { SqlPoolScheduler } from '../compute/sql-pool-scheduler';
import { Workspace } from '../compute/workspace';
import type { Catalog } from '../governance/catalog';
import { tagAll } from '../governance/standard-tags';
import { networkAccess } from '../network/network-access';
import { StudioHub } from '../network/studio-hub';
import { LogWorkspace } from '../observability/log-workspace';
import { Factory } from '../orchestration/factory';
import type { IngestPipeline } from '../orchestration/ingest-pipeline';
import type { JobPipeline } from '../orchestration/job-pipeline';
import { MedallionPipeline } from '../orchestration/medallion-pipeline';
import type { LakeBackup } from '../recovery/lake-backup';
import { LakeVault } from '../security/lake-vault';
import type { LakeAccount } from '../storage/lake-account';
import { LakeStorage } from '../storage/lake-storage';
import type { Tenant } from '../tenancy/tenant';
import { grantAccess } from './access';
import { catalogLake, grantScans } from './catalog';
import { budgetLake } from './cost';
import { eraseOnRequest } from './erasure';
import { propsOfModule } from './from-module';
import { guardLake } from './governance';
import { ingestSources } from './ingest';
import { makeKeys } from './keys';
import type { LakehouseProps } from './lakehouse-props';
import { accountsOf, lockLake } from './locks';
import { maintainLake } from './maintenance';
import type { LakehouseModule } from './module-props';
import type { Compute, Ground, Inhabited, Orchestrated, Recoverable, Scheduled, Secured, Stores } from './parts';
import { backUpLake } from './recovery';
import { spotBatch } from './spot-batch';
import { makeSqlPools } from './sql-pools';
import { sessionPlan } from './session-plan';
import { scheduleSqlPools } from './sql-schedule';
import { makeTenants, refreshTenants } from './tenants';
import { watchLake } from './watch';

/**
 * A whole lake in one resource group: storage, vault, logs, Synapse with its pools, Data Factory with the pipeline that the
 * contracts imply, alerts, budget, rights and locks.
 *
 * @throws ConfigurationError for any setting that Azure would refuse, ignore or punish later
 *
 * @example
 * const lake = new Lakehouse(stack, 'Lakehouse', { environment, contracts });
 * const { objectId: principalId } = environment.access.auditors;
 * const auditors = { id: 'GoldAuditors', principalId, type: 'Group' } as const;
 * lake.storage.grantRead('gold', auditors, 'Auditors compare reports with the tables behind them.');
 */
export class Lakehouse extends Judged {
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
  /** Erases a person; somebody starts it with the id of a request. */
  readonly erasure: JobPipeline;
  /** Undefined where there is no dedicated SQL pool. */
  readonly scheduler: SqlPoolScheduler | undefined;
  /** One per source. */
  readonly ingest: readonly IngestPipeline[];

  /**
   * A lake from a call in the shape of a Terraform module.
   *
   * @throws ConfigurationError for what Azure cannot do, a table without contract, or a table without one of its inputs
   */
  static fromModule(scope: Construct, id: string, module: LakehouseModule): Lakehouse {
    return new Lakehouse(scope, id, propsOfModule(module, scope.node.path === '' ? id : `${scope.node.path}/${id}`));
  }

  constructor(scope: Construct, id: string, { environment, contracts }: LakehouseProps) {
    super(scope, id);
    this.environment = environment;
    protectBelow(this, environment.protectData);
    standIn(this, environment.cloud ?? 'public');
    tagAll(this, { ...environment.tags, ManagedBy: 'Medallion' });
    requireGuid(this, 'environment.subscriptionId', environment.subscriptionId, 'Give the id of the subscription.');
    const tables = { min: 1, max: Number.MAX_SAFE_INTEGER };
    requireInteger(
      this,
      'number of contracts',
      contracts.length,
      tables,
      'Add at least one contract: a lake without tables needs no lakehouse.',
    );
    const { name, location, workload, tenantId, protectData, names: fixed = {}, nameSeed: seed } = environment;
    const names = new Names({ workload, environment: name, location, seed, fixed });

    this.group = new ResourceGroup(this, 'Group', { name: names.of(this, 'resourceGroup'), location });
    const place = { resourceGroupName: this.group.name, location };
    this.logs = new LogWorkspace(this, 'Logs', {
      ...place,
      name: names.of(this, 'logWorkspace'),
      dailyCapGb: environment.logs.dailyCapGb,
      retentionDays: environment.logs.retentionDays,
    });
    const standard = { diagnostics: { logWorkspaceId: this.logs.workspace.id } };
    const network = networkAccess(this, environment.network, { ...place, ...standard, names });
    const ground: Ground = { scope: this, environment, contracts, names, group: this.group, logs: this.logs, network };

    this.vault = new LakeVault(this, 'Vault', {
      ...place,
      ...network.reach('vault'),
      ...standard,
      name: names.of(this, 'keyVault'),
      tenantId,
      ...environment.keyVault,
      protectData,
    });
    const secured: Secured = { ...ground, vault: this.vault, keys: makeKeys(ground, this.vault) };
    const { keys } = secured;

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
    const stores: Stores = { ...secured, storage: this.storage };

    const catalog = catalogLake(secured);
    this.catalog = catalog?.made;
    const catalogued = catalog === undefined ? {} : { catalogId: catalog.accountId };
    this.workspace = new Workspace(this, 'Workspace', {
      ...place,
      ...network.reach('Sql', 'SqlOnDemand', 'Dev'),
      ...standard,
      sqlAudit: environment.logs.sqlAudit ?? false,
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
      new StudioHub(this, 'Studio', { ...place, ...network.reach('Web'), name: names.of(this, 'privateLinkHub') });
    }
    this.sparkPools = environment.sparkPools.map(
      (pool) =>
        new SparkPool(this, `SparkPool-${pool.name}`, {
          ...pool,
          ...standard,
          workspaceId: this.workspace.workspace.id,
        }),
    );
    this.sqlPools = makeSqlPools(stores, this.workspace);
    this.spotBatch = spotBatch(stores);
    this.sparkPools.forEach(({ pool }) => this.workspace.awaitKey(pool));
    this.sqlPools.forEach(({ pool }) => this.workspace.awaitKey(pool));
    const { workspace, sparkPools, sqlPools } = this;
    const compute: Compute = { ...stores, workspace, sparkPools, sqlPools, spotBatch: this.spotBatch };

    this.tenants = makeTenants(compute);
    const inhabited: Inhabited = { ...compute, tenants: this.tenants };

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
      workspace,
    });
    this.pipeline = new MedallionPipeline(this, 'Pipeline', {
      factory: this.factory,
      storage: this.storage,
      graph: tableGraph(contracts),
      sparkPool: environment.pipelinePool,
      schedule: environment.pipeline,
      sessions: sessionPlan(environment, contracts),
    });
    const orchestrated: Orchestrated = { ...inhabited, factory: this.factory, pipeline: this.pipeline };

    this.backup = backUpLake(orchestrated);
    const recoverable: Recoverable = { ...orchestrated, backup: this.backup };

    this.maintenance = maintainLake(orchestrated);
    this.ingest = ingestSources(orchestrated);
    refreshTenants(orchestrated);
    this.erasure = eraseOnRequest(recoverable);
    this.scheduler = scheduleSqlPools(compute);
    const scheduled: Scheduled = { ...recoverable, scheduler: this.scheduler };

    budgetLake({ ...scheduled, contacts: watchLake(scheduled) });
    guardLake(ground);
    grantAccess(orchestrated);
    grantScans(stores, catalog);
    if (protectData) lockLake(scheduled);
  }

  /** Of the lake, of its tenants and of its backup. */
  get accounts(): readonly LakeAccount[] {
    return accountsOf(this);
  }
}
