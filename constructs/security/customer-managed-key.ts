import type { ITerraformDependable } from 'cdktf';
import type { CustomerManagedKeySettings } from '../base/standard-props';

/** A key of our own, together with what has to exist before it can be used: the right of the identity. */
export interface CustomerManagedKey extends CustomerManagedKeySettings {
  readonly ready: readonly ITerraformDependable[];
}
