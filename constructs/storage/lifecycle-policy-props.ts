import type { Replication } from '../../environments/environment';
import type { LifecycleRule } from './lifecycle-rules';

export interface LifecyclePolicyProps {
  readonly storageAccountId: string;
  /** Of the account: the zone-redundant kinds have no archive tier. */
  readonly replication: Replication;
  /** 1 to 100. The policy is whole: a second policy on the account would undo this one at every deployment. */
  readonly rules: readonly LifecycleRule[];
}
