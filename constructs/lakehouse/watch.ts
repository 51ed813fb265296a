import type { Environment } from '../../environments/settings/environment';
import { poolUsdPerHour as poolUsdPerHourOf } from '../../finops/pool-price';
import type { SparkPoolSettings } from '../../environments/settings/pools';
import type { TenantSettings } from '../../environments/settings/tenants';
import type { WatchedTenant } from '../observability/lake-alerts-props';
import type { Scheduled } from './parts';
import { AlertContacts } from '../observability/alert-contacts';
import { LakeAlerts } from '../observability/lake-alerts';
import { LakeDashboard } from '../observability/lake-dashboard';
import { QualityWorkbook } from '../observability/quality-workbook';

/** Alerts, dashboard and workbook of a lake. */
export function watchLake(lake: Scheduled): AlertContacts {
  const { scope, environment, names } = lake;
  const { name, workload, location, contacts, storage, targets, nameSeed } = environment;
  const resourceGroupName = lake.group.name;
  const alertContacts = new AlertContacts(scope, 'Contacts', {
    name: names.of(scope, 'actionGroup'),
    shortName: names.of(scope, 'actionGroupShort'),
    resourceGroupName,
    contacts,
  });
  new LakeAlerts(scope, 'Alerts', {
    resourceGroupName,
    resourceGroupId: lake.group.id,
    subscriptionId: environment.subscriptionId,
    location,
    contacts: alertContacts,
    logs: lake.logs,
    storage: lake.storage,
    vault: lake.vault,
    workspace: lake.workspace,
    capacityTb: storage.capacityAlertTb,
    serverlessTbPerDay: environment.serverlessSql.tbPerDay,
    factory: lake.factory,
    sparkPools: lake.sparkPools,
    schedule: environment.pipeline,
    targets,
    tenants: (environment.tenants ?? []).map((tenant) => watched(tenant, environment)),
    ...pipelinePrice(environment),
    ...(lake.scheduler === undefined ? {} : { scheduler: lake.scheduler }),
    ...(environment.alerts === undefined ? {} : { settings: environment.alerts }),
  });
  const place = { resourceGroupName, location, logs: lake.logs, targets };
  new LakeDashboard(scope, 'Dashboard', {
    ...place,
    name: names.of(scope, 'dashboard'),
    title: `Lake ${workload}, ${name}`,
    storage: lake.storage,
    factory: lake.factory,
    sparkPools: lake.sparkPools,
  });
  new QualityWorkbook(scope, 'QualityWorkbook', {
    ...place,
    seed: `${nameSeed}/quality`,
    title: `Data quality of ${workload}, ${name}`,
  });
  return alertContacts;
}

function watched(tenant: TenantSettings, environment: Environment): WatchedTenant {
  const { id, pipeline, usdPerDay } = tenant;
  const own = tenant.isolation === 'account' ? tenant.sparkPool : undefined;
  return {
    id,
    ...(pipeline === undefined ? {} : { schedule: pipeline }),
    ...(usdPerDay === undefined ? {} : { usdPerDay }),
    ...(own === undefined ? pipelinePrice(environment) : priceOf(own, environment.location)),
  };
}

/** What an hour of the pipeline's pool costs at its largest; nothing where the region has no price. */
function pipelinePrice({ sparkPools, pipelinePool, location }: Environment): { readonly poolUsdPerHour?: number } {
  const pool = sparkPools.find(({ name }) => name === pipelinePool);
  return pool === undefined ? {} : priceOf(pool, location);
}

function priceOf({ nodeSize, maxNodes }: SparkPoolSettings, location: string): { readonly poolUsdPerHour?: number } {
  const poolUsdPerHour = poolUsdPerHourOf(nodeSize, maxNodes, location);
  return poolUsdPerHour === undefined ? {} : { poolUsdPerHour };
}
