import { KeyVaultKey } from '@cdktf/provider-azurerm/lib/key-vault-key';
import { UserAssignedIdentity } from '@cdktf/provider-azurerm/lib/user-assigned-identity';
import type { Construct } from 'constructs';
import { Judged } from '../base/judged';
import { requireInteger, requireOneOf, requireThat } from '../base/checks';
import { keepsData } from '../base/keeps-data';
import { checkName } from '../base/naming';
import { applyTags } from '../base/standard';
import type { CustomerManagedKey } from './customer-managed-key';
import type { EncryptionKeyProps } from './encryption-key-props';
import type { Grantee } from './grantee';
import { RoleGrant } from './role-grant';

/** Days between the new version and the expiry of the old one, and before it the mail to the vault's contacts. */
const ROTATE_BEFORE_EXPIRY = 60;
const NOTIFY_BEFORE_EXPIRY = 30;

const ROLE = 'Key Vault Crypto Service Encryption User';

/**
 * A key that encrypts what stands in a lake, replaced by a new version on schedule.
 *
 * @throws ConfigurationError for a rotation outside 28 to 730 days, a key in hardware in a vault without any, or a name Azure refuses
 *
 * @example
 * const key = new EncryptionKey(stack, 'StorageKey', {
 *   vault,
 *   name: 'storage',
 *   rotationDays: 365,
 * });
 */
export class EncryptionKey extends Judged {
  readonly key: KeyVaultKey;

  constructor(scope: Construct, id: string, props: EncryptionKeyProps) {
    super(scope, id);
    const { rotationDays, keyType = 'RSA', vault } = props;
    requireInteger(
      this,
      'rotationDays',
      rotationDays,
      { min: 28, max: 730 },
      'Choose 365, a year, unless a policy asks for another period.',
    );
    requireOneOf(this, 'keyType', keyType, ['RSA', 'RSA-HSM'], 'Choose RSA, or RSA-HSM for a key in hardware.');
    requireThat(this, () => keyType !== 'RSA-HSM' || vault.sku === 'premium', {
      setting: 'keyType',
      value: keyType,
      allowed: 'RSA: a standard vault has no hardware to keep a key in',
      remedy: "Give the vault the SKU 'premium', or take RSA.",
    });
    this.key = new KeyVaultKey(this, 'Resource', {
      name: checkName(this, 'key', props.name),
      keyVaultId: vault.vault.id,
      keyType,
      keySize: 3072,
      keyOpts: ['unwrapKey', 'wrapKey'],
      rotationPolicy: {
        expireAfter: `P${String(rotationDays + ROTATE_BEFORE_EXPIRY)}D`,
        notifyBeforeExpiry: `P${String(NOTIFY_BEFORE_EXPIRY)}D`,
        automatic: { timeBeforeExpiry: `P${String(ROTATE_BEFORE_EXPIRY)}D` },
      },
      dependsOn: [...(props.after ?? [])],
      lifecycle: { preventDestroy: keepsData(this, props.protectData) },
    });
    applyTags(this.key, props);
  }

  /** Lets an identity encrypt and decrypt with the key; it can neither read nor change it. */
  grantUse(grantee: Grantee, reason: string): RoleGrant {
    return new RoleGrant(this, `Use-${grantee.id}`, {
      scope: this.key.resourceVersionlessId,
      role: { name: ROLE },
      grantee,
      reason,
    });
  }

  /** An identity of its own for a resource that needs the key while it is made. */
  forResource(
    id: 'Factory' | 'Storage',
    props: { readonly name: string; readonly resourceGroupName: string; readonly location: string },
  ): CustomerManagedKey {
    const identity = new UserAssignedIdentity(this, `Identity-${id}`, {
      ...props,
      name: checkName(this, 'userAssignedIdentity', props.name),
    });
    const grant = this.grantUse(
      { id, principalId: identity.principalId, type: 'ServicePrincipal' },
      'Encrypts and decrypts with this key; the identity can do nothing else.',
    );
    return { keyId: this.key.versionlessId, identityId: identity.id, ready: [grant.assignment] };
  }
}
