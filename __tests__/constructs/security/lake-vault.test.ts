import { LakeVault } from '../../../constructs/security/lake-vault';
import type { LakeVaultProps } from '../../../constructs/security/lake-vault-props';
import { describeRefusals } from '../../support/refusal';
import { bodiesOf, bodyOf, synthesizeStack } from '../../support/synth';

const base: LakeVaultProps = {
  name: 'kv-lake-test',
  resourceGroupName: 'rg-test',
  location: 'eastus',
  tenantId: '00000000-0000-4000-8000-0000000000aa',
};

describe('LakeVault', () => {
  describeRefusals(base, (stack, id, props) => new LakeVault(stack, id, props), [
    {
      what: 'six days of soft delete',
      bad: { softDeleteDays: 6 },
      setting: 'softDeleteDays',
      good: { softDeleteDays: 7 },
    },
    {
      what: '91 days of soft delete',
      bad: { softDeleteDays: 91 },
      setting: 'softDeleteDays',
      good: { softDeleteDays: 90 },
    },
    { what: 'a SKU of its own', bad: { sku: 'gold' as 'premium' }, setting: 'sku', good: { sku: 'premium' } },
    { what: 'doubled hyphens', bad: { name: 'kv--lake' }, setting: 'keyVault', good: { name: 'kv-lake' } },
    {
      what: 'a tenant by name',
      bad: { tenantId: 'contoso.example' },
      setting: 'tenantId',
      good: { tenantId: '11111111-2222-4333-8444-555555555555' },
    },
  ]);

  test('takes rights by role, keeps what is deleted, and lets no network in by default', () => {
    const stack = synthesizeStack((scope) => new LakeVault(scope, 'Vault', base));
    expect(bodyOf(stack, 'azurerm_key_vault')).toMatchObject({
      rbac_authorization_enabled: true,
      purge_protection_enabled: true,
      soft_delete_retention_days: 90,
      network_acls: { default_action: 'Deny', bypass: 'AzureServices', ip_rules: [] },
      lifecycle: { prevent_destroy: true },
    });
  });

  test('holds no secret: only the right to read and write them', () => {
    const stack = synthesizeStack((scope) => {
      const vault = new LakeVault(scope, 'Vault', base);
      const jobs = {
        id: 'Jobs',
        principalId: '00000000-0000-4000-8000-000000000009',
        type: 'ServicePrincipal',
      } as const;
      vault.grantSecretsRead(jobs, 'Reads the key of tokens.');
      vault.grantSecretsWrite(jobs, 'Writes the key of tokens.');
    });
    expect(bodiesOf(stack, 'azurerm_role_assignment').map((grant) => grant['role_definition_name'])).toEqual([
      'Key Vault Secrets User',
      'Key Vault Secrets Officer',
    ]);
    expect(stack.resources.map(({ type }) => type)).not.toContain('azurerm_key_vault_secret');
  });
});
