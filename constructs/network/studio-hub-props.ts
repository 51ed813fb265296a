import type { WithLock, WithPrivateEndpoints, WithTags } from '../base/standard-props';

export interface StudioHubProps extends WithLock, WithPrivateEndpoints, WithTags {
  /** 1 to 45 lower-case letters and digits. */
  readonly name: string;
  readonly resourceGroupName: string;
  readonly location: string;
}
