import type { WithTags } from '../base/standard-props';
import type { SparkPool } from '../compute/spark-pool';
import type { ServiceTargets } from '../../environments/settings/targets';
import type { Factory } from '../orchestration/factory';
import type { LakeStorage } from '../storage/lake-storage';
import type { LogWorkspace } from './log-workspace';

export interface LakeDashboardProps extends WithTags {
  /** Of the resource; letters, digits, hyphens and underscores. */
  readonly name: string;
  /** Shown above it. */
  readonly title: string;
  readonly resourceGroupName: string;
  readonly location: string;
  readonly logs: LogWorkspace;
  readonly storage: LakeStorage;
  readonly factory: Factory;
  readonly sparkPools: readonly SparkPool[];
  readonly targets: ServiceTargets;
}
