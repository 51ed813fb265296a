import { EncryptionKey } from '../../../constructs/security/encryption-key';
import { LakeVault } from '../../../constructs/security/lake-vault';
import type { EncryptionKeyProps } from '../../../constructs/security/encryption-key-props';
import { describeRefusals } from '../../support/refusal';
import { bodyOf, resourceAt, synthesizeStack } from '../../support/synth';
import type { TerraformStack } from 'cdktf';

const place = { resourceGroupName: 'rg-test', location: 'eastus' };
const vaultIn = (scope: TerraformStack, sku: 'standard' | 'premium' = 'standard'): LakeVault =>
  new LakeVault(scope, 'Vault', { ...place, sku, name: 'kv-test', tenantId: '00000000-0000-4000-8000-0000000000aa' });

describe('EncryptionKey', () => {
  describeRefusals<Omit<EncryptionKeyProps, 'vault'>>(
    { name: 'storage', rotationDays: 365 },
    (stack, id, props) => new EncryptionKey(stack, id, { ...props, vault: vaultIn(stack) }),
    [
      { what: 'a rotation a week', bad: { rotationDays: 7 }, setting: 'rotationDays', good: { rotationDays: 28 } },
      {
        what: 'no rotation for years',
        bad: { rotationDays: 731 },
        setting: 'rotationDays',
        good: { rotationDays: 730 },
      },
      {
        what: 'a key in hardware that a standard vault lacks',
        bad: { keyType: 'RSA-HSM' },
        setting: 'keyType',
        good: { keyType: 'RSA' },
      },
      { what: 'a curve', bad: { keyType: 'EC' as 'RSA' }, setting: 'keyType', good: { keyType: 'RSA' } },
      { what: 'a name with a dot', bad: { name: 'storage.key' }, setting: 'name of the key', good: { name: 's-1' } },
    ],
  );

  const stack = synthesizeStack((scope) => {
    const key = new EncryptionKey(scope, 'Key', { vault: vaultIn(scope), name: 'storage', rotationDays: 365 });
    key.forResource('Storage', { ...place, name: 'id-lake-storage-key' });
  });

  test('rotates sixty days before it expires, and tells thirty days before', () => {
    expect(bodyOf(stack, 'azurerm_key_vault_key')).toMatchObject({
      key_type: 'RSA',
      key_size: 3072,
      rotation_policy: {
        expire_after: 'P425D',
        notify_before_expiry: 'P30D',
        automatic: { time_before_expiry: 'P60D' },
      },
      lifecycle: { prevent_destroy: true },
    });
  });

  test('is kept in hardware where the vault has some', () => {
    const premium = synthesizeStack((scope) => {
      const vault = vaultIn(scope, 'premium');
      new EncryptionKey(scope, 'Key', { vault, name: 'storage', rotationDays: 365, keyType: 'RSA-HSM' });
    });
    expect(bodyOf(premium, 'azurerm_key_vault')).toMatchObject({ sku_name: 'premium' });
    expect(bodyOf(premium, 'azurerm_key_vault_key')).toMatchObject({ key_type: 'RSA-HSM', key_size: 3072 });
  });

  test('lets an identity use this key, and no other', () => {
    expect(bodyOf(stack, 'azurerm_role_assignment')).toMatchObject({
      scope: `\${${resourceAt(stack, 'Key/Resource').address}.resource_versionless_id}`,
      role_definition_name: 'Key Vault Crypto Service Encryption User',
      principal_id: `\${${resourceAt(stack, 'Identity-Storage').address}.principal_id}`,
      principal_type: 'ServicePrincipal',
    });
  });
});
