import type { Group } from './access';
import type { SparkPoolSettings } from './pools';
import type { PipelineSettings } from './schedule';

/** A customer or business unit whose data no other one may see. */
export type TenantSettings = ContainerTenant | AccountTenant;

interface AnyTenant {
  /** 2 to 8 lower-case letters and digits; part of every name of the tenant. Never reused for another tenant. */
  readonly id: string;
  /** People of the tenant, a group of its own: they read its gold tables. */
  readonly readers: Group;
  /** When its tables are refreshed, by a pipeline of its own. @default - when somebody starts it */
  readonly pipeline?: PipelineSettings;
  /** When its tables are compacted, and rows past their retention leave. @default - when those of the lake are */
  readonly maintenance?: PipelineSettings;
  /**
   * US dollars, above 0, that all its runs of a day may cost at most: an alert on their hours at the largest size of their pool. It is
   * what a tenant in a shared account has in place of a budget, because Azure bills an account and a pool, and no container.
   * @default - no such alert; what one run may cost is a target of the lake
   */
  readonly usdPerDay?: number;
}

/** Its own containers and identity; account, Spark pool, key and bill are those of the lake. */
export interface ContainerTenant extends AnyTenant {
  readonly isolation: 'container';
}

/** Its own account, Spark pool, key and budget too, so that its load, encryption and cost are its own. */
export interface AccountTenant extends AnyTenant {
  readonly isolation: 'account';
  /** Named unlike every other pool; its hours stand in `usage.spark`. */
  readonly sparkPool: SparkPoolSettings;
  /** US dollars a month, at least 1, for all that carries the tenant's tag. */
  readonly monthlyUsd: number;
}

/** Pools that belong to one tenant each. */
export function tenantPools(tenants: readonly TenantSettings[]): readonly SparkPoolSettings[] {
  return tenants.flatMap((tenant) => (tenant.isolation === 'account' ? [tenant.sparkPool] : []));
}
