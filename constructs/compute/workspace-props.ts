import type { StorageContainer } from '@cdktf/provider-azurerm/lib/storage-container';
import type { Group } from '../../environments/environment';
import type { IpRange } from '../network/ip-range';

export interface WorkspaceProps {
  readonly name: string;
  readonly resourceGroupName: string;
  readonly location: string;
  readonly tenantId: string;
  /** Where Spark keeps its own files. Changing it replaces the workspace. */
  readonly primaryFilesystem: PrimaryFilesystem;
  /** Group that administers the workspace and its SQL pools; nobody signs in with a password. */
  readonly administrators: Group;
  /**
   * A login that must exist and signs nobody in: the workspace takes Entra ID only. Changing it replaces the workspace.
   * @default 'medallionsql', which says in logs where it comes from
   */
  readonly sqlLogin?: string;
  /** Public ranges that may reach the endpoints. @default - none: only managed private endpoints pass */
  readonly allowedRanges?: readonly IpRange[];
  /** Terraform refuses to destroy the workspace, and with it every pool. @default true */
  readonly protectData?: boolean;
}

export interface PrimaryFilesystem {
  /** `https://<account>.dfs.core.windows.net/<container>`. */
  readonly url: string;
  /** The container behind the address, which must exist first: the address is text to Terraform. */
  readonly container: StorageContainer;
}
