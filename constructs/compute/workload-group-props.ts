import type { WorkloadGroupSettings } from '../../environments/settings/workload';

export interface WorkloadGroupProps extends WorkloadGroupSettings {
  /** The dedicated SQL pool, a `SqlPool` for example. */
  readonly pool: { readonly pool: { readonly id: string }; readonly sku: string };
}
