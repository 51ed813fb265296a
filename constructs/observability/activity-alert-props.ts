import type { WithTags } from '../base/standard-props';
import type { AlertContacts } from './alert-contacts';

export interface ActivityAlertProps extends WithTags {
  readonly name: string;
  readonly resourceGroupName: string;
  /** What fires, what it means, and what to do. */
  readonly description: string;
  /** ARM id of the resource group or subscription whose activity log is read. */
  readonly scope: string;
  readonly event: ActivityEvent;
  readonly contacts: AlertContacts;
}

export type ActivityEvent =
  | {
      readonly kind: 'operation';
      /** Exactly one operation of Azure, such as `Microsoft.Storage/storageAccounts/delete`. */
      readonly operation: string;
    }
  /** Azure's own incidents, maintenance and advisories that touch the subscription, in any region. */
  | { readonly kind: 'service-health' }
  /** A resource that was well and no longer is. */
  | { readonly kind: 'resource-health' };
