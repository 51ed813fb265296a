import type { TableContract } from '../../contracts/contract';
import { tableGraph } from '../../contracts/graph';
import { MonthlyBudget } from '../cost/monthly-budget';
import type { Lakehouse } from './lakehouse';
import type { Names } from '../base/naming';
import type { Reach } from '../network/network-access';
import type { AlertContacts } from '../observability/alert-contacts';
import type { LakeKeys } from '../security/lake-keys';
import { TenantPipeline } from '../orchestration/tenant-pipeline';
import { Tenant } from '../tenancy/tenant';

interface Parts {
  readonly names: Names;
  readonly contracts: readonly TableContract[];
  /** How an account of a tenant is reached: as those of the lake. */
  readonly reach: Reach;
  readonly keys: LakeKeys | undefined;
}

/** The tenants of a lake, each with its own rights and, with isolation `account`, its own key. */
export function makeTenants(lake: Lakehouse, { names, contracts, reach, keys }: Parts): readonly Tenant[] {
  const { environment, group, storage, workspace, logs } = lake;
  const { replication, defender } = environment.storage;
  return (environment.tenants ?? []).map((settings) => {
    const own = settings.isolation === 'account' ? keys?.forTenant(settings.id) : undefined;
    const tenant = new Tenant(lake, `Tenant-${settings.id}`, {
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
export function refreshTenants(lake: Lakehouse, contracts: readonly TableContract[]): void {
  const { environment, tenants, factory, pipeline } = lake;
  const graph = tableGraph(contracts);
  for (const tenant of tenants) {
    const schedule = environment.tenants?.find(({ id }) => id === tenant.tenantId)?.pipeline;
    new TenantPipeline(tenant, 'Pipeline', {
      tenant: tenant.tenantId,
      factory,
      medallion: pipeline,
      graph,
      sparkPool: tenant.sparkPool?.poolName ?? environment.pipelinePool,
      ...(schedule === undefined ? {} : { schedule }),
    });
  }
}

/** What each tenant with an account costs, told to those who hear of the lake's budget. */
export function budgetTenants(lake: Lakehouse, names: Names, contacts: AlertContacts): void {
  const { environment, group, tenants } = lake;
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
