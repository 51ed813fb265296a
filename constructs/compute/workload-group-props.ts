import type { SqlPool } from './sql-pool';
import type { WorkloadGroupSettings } from '../../environments/workload';

export interface WorkloadGroupProps extends WorkloadGroupSettings {
  readonly pool: SqlPool;
}
