import type { ArgumentChange } from './values';

/** `forgotten`: a `removed` block takes it out of the state and leaves it in Azure. */
export type ChangeKind = 'removed' | 'replaced' | 'forgotten' | 'moved' | 'changed' | 'added';

export interface ResourceChange {
  readonly kind: ChangeKind;
  readonly type: string;
  /** Terraform address after the change; before it where the resource is gone. */
  readonly address: string;
  /** Construct path. */
  readonly path: string;
  /** Address before a move; undefined otherwise. */
  readonly from?: string;
  readonly arguments: readonly ArgumentChange[];
  /** What is lost when Terraform does this; undefined when nothing is. */
  readonly loses?: string;
  /** Why Terraform does it, where its plan says more than the arguments. */
  readonly reason?: string;
  /** Address of the lock that stops Azure from doing it; undefined when none does. */
  readonly blockedBy?: string;
}
