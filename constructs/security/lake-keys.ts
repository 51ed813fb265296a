import type { ITerraformDependable } from 'cdktf';
import type { Construct } from 'constructs';
import { Judged } from '../base/judged';
import type { EncryptionSettings } from '../../environments/settings/environment';
import type { Names } from '../base/naming';
import type { CustomerManagedKey } from './customer-managed-key';
import { EncryptionKey } from './encryption-key';
import type { Grantee } from './grantee';
import type { LakeVault } from './lake-vault';

export interface LakeKeysProps extends EncryptionSettings {
  readonly names: Names;
  readonly resourceGroupName: string;
  readonly location: string;
  readonly vault: LakeVault;
  /** Who deploys, and so makes the keys. */
  readonly deployers: Grantee;
  /** What the vault needs before it answers whoever deploys. @default - nothing: it has a public endpoint */
  readonly after?: readonly ITerraformDependable[];
  readonly protectData: boolean;
}

/**
 * The keys of a lake, one for each kind of resource, so that revoking one stops one. Making a key is a call to the vault:
 * who deploys gets the right here, and a first deployment that comes before the right has arrived is repeated.
 *
 * @example
 * const keys = new LakeKeys(stack, 'Keys', {
 *   names,
 *   resourceGroupName: group.name,
 *   location: environment.location,
 *   vault,
 *   deployers: { id: 'Deployers', principalId: environment.access.deployers.objectId, type: 'Group' },
 *   rotationDays: 365,
 *   protectData: true,
 * });
 */
export class LakeKeys extends Judged {
  readonly storage: CustomerManagedKey;
  readonly factory: CustomerManagedKey;
  /** The workspace reads its key with the identity it is born with, after it was made. */
  readonly workspace: EncryptionKey;
  private readonly ready: readonly ITerraformDependable[];

  constructor(
    scope: Construct,
    id: string,
    private readonly props: LakeKeysProps,
  ) {
    super(scope, id);
    const { vault, deployers } = props;
    const right = vault.grantKeysWrite(deployers, 'Deployments make the keys of storage, workspace and factory.');
    this.ready = [right.assignment, ...(props.after ?? [])];
    this.storage = this.forResource('Storage', this.make('StorageKey', 'storage'), 'storage');
    this.factory = this.forResource('Factory', this.make('FactoryKey', 'factory'), 'factory');
    this.workspace = this.make('WorkspaceKey', 'workspace');
  }

  /** A key for the account of one tenant: whoever revokes it stops that tenant only. */
  forTenant(tenant: string): CustomerManagedKey {
    return this.forResource('Storage', this.make(`TenantKey-${tenant}`, `tenant-${tenant}`), tenant);
  }

  private make(id: string, name: string): EncryptionKey {
    const { vault, rotationDays, keyType, protectData } = this.props;
    const kind = keyType === undefined ? {} : { keyType };
    return new EncryptionKey(this, id, { vault, name, rotationDays, ...kind, after: this.ready, protectData });
  }

  private forResource(kind: 'Factory' | 'Storage', key: EncryptionKey, part: string): CustomerManagedKey {
    const { names, resourceGroupName, location } = this.props;
    const name = names.of(this, 'userAssignedIdentity', `${part}-key`);
    return key.forResource(kind, { name, resourceGroupName, location });
  }
}
