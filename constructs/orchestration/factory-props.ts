import type { FactoryRepository, GlobalParameter } from '../../environments/settings/factory';
import type { SynapseWorkspace } from '@cdktf/provider-azurerm/lib/synapse-workspace';
import type { CustomerManagedKey } from '../security/customer-managed-key';
import type { LakeVault } from '../security/lake-vault';
import type { WithDiagnostics, WithLock, WithPrivateEndpoints, WithTags } from '../base/standard-props';
import type { LakeStorage } from '../storage/lake-storage';

export interface FactoryProps extends WithDiagnostics, WithLock, WithPrivateEndpoints, WithTags {
  readonly name: string;
  readonly resourceGroupName: string;
  readonly location: string;
  readonly storage: LakeStorage;
  readonly vault: LakeVault;
  readonly workspace: { readonly workspace: SynapseWorkspace; readonly devEndpoint: string };
  /**
   * Whether the factory's studio and self-hosted runtimes may connect from the internet; jobs run in the managed network
   * either way. @default true, because a private studio needs a private endpoint
   */
  readonly publicAccess?: boolean;
  /** Encrypts what the factory keeps: pipelines, linked services, run history. @default - a key that Microsoft keeps */
  readonly customerManagedKey?: CustomerManagedKey;
  /** ARM id of the Purview account that pipelines report lineage to. @default - none */
  readonly catalogId?: string;
  /** Where people draw pipelines in the studio. @default - nowhere: what is drawn there is live at once */
  readonly repository?: FactoryRepository;
  /** Values that every pipeline reads as `pipeline().globalParameters.<name>`. Never a secret. @default - none */
  readonly globalParameters?: Readonly<Record<string, GlobalParameter>>;
}
