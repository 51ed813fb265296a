import { tableGraph } from '../../contracts/graph';
import { sessionPlan } from './session-plan';
import { MonthlyBudget } from '../cost/monthly-budget';
import type { Compute, Orchestrated, Watched } from './parts';
import { TenantPipeline } from '../orchestration/tenant-pipeline';
import { containerName } from '../storage/containers';
import { Tenant } from '../tenancy/tenant';

/** The tenants of a lake, each with its own rights and, with isolation `account`, its own key. */
export function makeTenants(lake: Compute): readonly Tenant[] {
  const { scope, environment, contracts, names, keys, group, network, storage, workspace, logs } = lake;
  // The account of a tenant is reached in the same way as those of the lake.
  const reach = network.reach('dfs', 'blob');
  const { replication, defender } = environment.storage;
  return (environment.tenants ?? []).map((settings) => {
    const own = settings.isolation === 'account' ? keys?.forTenant(settings.id) : undefined;
    const tenant = new Tenant(scope, `Tenant-${settings.id}`, {
      settings,
      names,
      resourceGroupName: group.name,
      location: environment.location,
      lake: storage,
      workspaceId: workspace.workspace.id,
      account: {
        ...reach,
        diagnostics: { logWorkspaceId: logs.workspace.id },
        replication,
        contracts,
        protectData: environment.protectData,
        ...(defender === undefined ? {} : { defender }),
        ...(own === undefined ? {} : { customerManagedKey: own }),
      },
    });
    if (tenant.sparkPool !== undefined) workspace.awaitKey(tenant.sparkPool.pool);
    tenant.grantJobs(workspace.grantee);
    return tenant;
  });
}

/** A pipeline for each tenant, on its own pool where it has one. */
export function refreshTenants(lake: Orchestrated): void {
  const { environment, contracts, tenants, factory, pipeline } = lake;
  const graph = tableGraph(contracts);
  for (const tenant of tenants) {
    const settings = environment.tenants?.find(({ id }) => id === tenant.tenantId);
    const schedule = settings?.pipeline;
    const service =
      tenant.account === undefined ? factory.storageService : factory.reach(tenant.tenantId, tenant.account);
    const reason = `Pipelines read the figures of the ledger of ${tenant.tenantId} into their log.`;
    tenant.grantRead('system', factory.grantee, reason);
    const pool = settings?.isolation === 'account' ? settings.sparkPool : undefined;
    new TenantPipeline(tenant, 'Pipeline', {
      tenant: tenant.tenantId,
      factory,
      medallion: pipeline,
      graph,
      sparkPool: tenant.sparkPool?.poolName ?? environment.pipelinePool,
      sessions: sessionPlan(environment, contracts, pool),
      figures: { service, container: containerName({ layer: 'system', tenant: tenant.tenantId }) },
      ...(schedule === undefined ? {} : { schedule }),
    });
  }
}

/** A budget for each tenant with an account of its own; the contacts of the lake are notified. */
export function budgetTenants(lake: Watched): void {
  const { environment, names, contacts, group, tenants } = lake;
  for (const tenant of tenants) {
    const settings = environment.tenants?.find(({ id }) => id === tenant.tenantId);
    if (settings?.isolation !== 'account') continue;
    new MonthlyBudget(tenant, 'Budget', {
      name: names.of(tenant, 'budget', settings.id),
      resourceGroupId: group.id,
      monthlyUsd: settings.monthlyUsd,
      startDate: environment.budget.startDate,
      contacts,
      emails: environment.contacts.map(({ email }) => email),
      tag: { name: 'Tenant', value: settings.id },
    });
  }
}
