import type { TenantSettings } from '../../environments/settings/tenants';
import type { Names } from '../base/naming';
import type { AccountProps } from '../storage/lake-account-props';
import type { LakeStorage } from '../storage/lake-storage';

export interface TenantProps {
  readonly settings: TenantSettings;
  readonly names: Names;
  readonly resourceGroupName: string;
  readonly location: string;
  /** Of the lake; holds the containers of a tenant with isolation `container`, which `tenants` of its props must name. */
  readonly lake: LakeStorage;
  /** Account of its own, as those of the lake are made; its name is the tenant's. Used with isolation `account`. */
  readonly account: Omit<AccountProps, 'name' | 'resourceGroupName' | 'location'>;
  /** The workspace, where a pool of its own stands. Used with isolation `account`. */
  readonly workspaceId: string;
}
