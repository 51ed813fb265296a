import type { WithTags } from '../standard-props';
import type { Contact } from '../../environments/environment';

export interface AlertContactsProps extends WithTags {
  readonly name: string;
  /** 1 to 12 characters, shown in mails. */
  readonly shortName: string;
  readonly resourceGroupName: string;
  /** At least one; names differ. */
  readonly contacts: readonly Contact[];
}
