import type { Replication } from '../../azure/replication';
import type { ContainerSpec } from './containers';
import type { LifecycleRuleBlock } from './lifecycle-rules';

export interface LifecyclePolicyProps {
  readonly storageAccountId: string;
  /** Of the account: the zone-redundant kinds have no archive tier. */
  readonly replication: Replication;
  /**
   * Containers of the account: every prefix starts with the name of one, and only raw files may be archived or deleted.
   * @default - those of a lake in one account
   */
  readonly containers?: readonly ContainerSpec[];
  /** 1 to 100. The policy is whole: a second policy on the account would undo this one at every deployment. */
  readonly rules: readonly LifecycleRuleBlock[];
}
