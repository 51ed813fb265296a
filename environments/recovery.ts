import { UserError } from '../shared/errors';
import type { Environment } from './settings/environment';
import type { IngestSettings } from './settings/ingest';
import type { TenantSettings } from './settings/tenants';

/**
 * The same lake in the region of its backups, from the same code: what is deployed when the first region is lost, or before
 * that to rehearse it. Its schedules are off until somebody has restored (`medallion recover`) and switches them on; it keeps no
 * backups of its own before it is the lake.
 *
 * @throws UserError for an environment that declares no recovery
 */
export function recoveryOf(environment: Environment): Environment {
  const { name, recovery, nameSeed, tags, pipeline, maintenance, ingest, catalog, tenants, ...rest } = environment;
  if (recovery === undefined) {
    throw new UserError(
      'recovery-not-declared',
      `environment ${name}: recovery is not set, so that there is no second region`,
      `Declare recovery in environments/${name}.ts.`,
    );
  }
  return {
    ...rest,
    name: 'recovery',
    location: recovery.region,
    nameSeed: `${nameSeed}/recovery`,
    tags: { ...tags, Environment: 'Recovery' },
    pipeline: { ...pipeline, active: false },
    ...(maintenance === undefined ? {} : { maintenance: { ...maintenance, active: false } }),
    ...(tenants === undefined ? {} : { tenants: tenants.map(idle) }),
    // A second account may be refused, and an account of the lost region is of no use.
    ...(catalog?.kind === 'existing' ? { catalog } : {}),
    ...(ingest === undefined ? {} : { ingest: Object.fromEntries(Object.entries(ingest).map(stopped)) }),
  };
}

function idle<Tenant extends TenantSettings>(tenant: Tenant): Tenant {
  const { pipeline, maintenance } = tenant;
  return {
    ...tenant,
    ...(pipeline === undefined ? {} : { pipeline: { ...pipeline, active: false } }),
    ...(maintenance === undefined ? {} : { maintenance: { ...maintenance, active: false } }),
  };
}

function stopped([table, when]: [string, IngestSettings]): [string, IngestSettings] {
  return when.on === 'arrival'
    ? [table, { ...when, active: false }]
    : [table, { ...when, schedule: { ...when.schedule, active: false } }];
}
