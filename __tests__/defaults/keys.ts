import type { TerraformStack } from 'cdktf';
import type { CustomerManagedKey } from '../../constructs/security/customer-managed-key';
import { EncryptionKey } from '../../constructs/security/encryption-key';
import type { EncryptionKeyProps } from '../../constructs/security/encryption-key-props';
import * as parts from './parts';

/** A key of one's own that somebody else made. */
export const AZURE_KEY: CustomerManagedKey = {
  keyId: 'https://kv-lake.vault.azure.net/keys/lake',
  identityId: '/subscriptions/s/resourceGroups/r/providers/Microsoft.ManagedIdentity/userAssignedIdentities/id',
  ready: [],
};

export function encryptionKey(stack: TerraformStack, props: Partial<EncryptionKeyProps>): EncryptionKey {
  const vault = parts.vault(stack);
  return new EncryptionKey(stack, 'Key', { vault, name: 'lake', rotationDays: 365, ...props });
}
