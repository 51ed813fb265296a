import type { StorageContainer } from '@cdktf/provider-azurerm/lib/storage-container';

export interface CostExportProps {
  readonly name: string;
  readonly resourceGroupId: string;
  /**
   * Where the files go. Whether Cost Management passes a firewall that denies, which every account of a lake has, is not
   * confirmed: try it in an environment that may fail.
   */
  readonly container: StorageContainer;
  /** Folder below the container, without slash at either end. @default 'cost', which no source of a contract may use */
  readonly folder?: string;
}
