import type { WithTags } from '../base/standard-props';
import type { Contact } from '../../environments/settings/access';

export interface AlertContactsProps extends WithTags {
  readonly name: string;
  /** 1 to 12 characters, shown in mails. */
  readonly shortName: string;
  readonly resourceGroupName: string;
  /** At least one; names differ. */
  readonly contacts: readonly Contact[];
}
