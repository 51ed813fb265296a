import type { WithDiagnostics, WithLock, WithPrivateEndpoints, WithTags } from '../base/standard-props';

export interface CatalogProps extends WithDiagnostics, WithLock, WithPrivateEndpoints, WithTags {
  /** 3 to 63 letters, digits and inner hyphens; unique in all of Azure. */
  readonly name: string;
  readonly resourceGroupName: string;
  readonly location: string;
  /**
   * Whether its APIs answer the internet: an account has no firewall, so that it is everybody who can sign in or private
   * endpoints only. @default true, as the portal needs an endpoint of its own otherwise
   */
  readonly publicAccess?: boolean;
  /** Terraform refuses to destroy the account, and with it every classification and glossary term. @default true */
  readonly protectData?: boolean;
}
