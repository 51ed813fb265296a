import type { SpotBatchSettings } from '../../environments/settings/spot-batch';
import type { WithDiagnostics, WithLock, WithTags } from '../base/standard-props';

export interface SpotBatchPoolProps extends SpotBatchSettings, WithDiagnostics, WithLock, WithTags {
  /** Of the cluster: 1 to 63 letters, digits, hyphens and underscores. */
  readonly name: string;
  /** Of the identity of the jobs. */
  readonly identityName: string;
  readonly resourceGroupName: string;
  readonly location: string;
  readonly tenantId: string;
  /** Groups of Entra ID that administer the cluster; there is no local account. At least one. */
  readonly administratorGroupIds: readonly string[];
  /**
   * Whether the API server answers on the network of the nodes only.
   * @default true, so that deploying jobs needs a runner inside
   */
  readonly privateCluster?: boolean;
}
