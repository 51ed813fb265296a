import type { StorageContainer } from '@cdktf/provider-azurerm/lib/storage-container';
import type { Group } from '../../environments/settings/access';
import type { IpRange } from '../network/ip-range';
import type { EncryptionKey } from '../security/encryption-key';
import type { WithDiagnostics, WithLock, WithPrivateEndpoints, WithTags } from '../base/standard-props';

export interface WorkspaceProps extends WithDiagnostics, WithLock, WithPrivateEndpoints, WithTags {
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
  /**
   * Whether the endpoints answer the internet at all. Off needs the managed network, which every workspace here has; then
   * `allowedRanges` would be without effect and is refused. @default true, behind a firewall
   */
  readonly publicAccess?: boolean;
  /**
   * Spark and pipelines reach approved private endpoints of this tenant and nothing else: no PyPI, no Maven, no conda.
   * Chosen when the workspace is made. @default false, so that a session can install what it tries out
   */
  readonly exfiltrationProtection?: boolean;
  /**
   * Encrypts the workspace, with it its SQL pools, Spark's temporary data and pipelines. Chosen when the workspace is made.
   * @default - a key that Microsoft keeps
   */
  readonly encryptionKey?: EncryptionKey;
  /**
   * ARM id of the Purview account that its pipelines report lineage to. Chosen when the workspace is made: a later change is
   * reported as done and never sent, so that it is ignored. @default - none
   */
  readonly catalogId?: string;
  /**
   * Whether statements at the SQL endpoints are audited, those of the pools too. They arrive as the category
   * `SQLSecurityAuditEvents` of `diagnostics`. @default false, as it is a line a query
   */
  readonly sqlAudit?: boolean;
  /** Terraform refuses to destroy the workspace, and with it every pool. @default true */
  readonly protectData?: boolean;
}

export interface PrimaryFilesystem {
  /** `https://<account>.dfs.core.windows.net/<container>`. */
  readonly url: string;
  /** The container behind the address, which must exist first: the address is text to Terraform. */
  readonly container: StorageContainer;
}
