import { KeyVault, type KeyVaultConfig } from '@cdktf/provider-azurerm/lib/key-vault';
import type { Construct } from 'constructs';
import { Judged } from '../base/judged';
import type { VaultSku } from '../../environments/settings/environment';
import { requireGuid, requireInteger, requireOneOf } from '../base/checks';
import { keepsData } from '../base/keeps-data';
import { checkName } from '../base/naming';
import { addPrivateEndpoints, type PrivateEndpoint } from '../network/private-endpoint';
import { applyStandardProps, applyTags } from '../base/standard';
import type { Grantee } from './grantee';
import type { LakeVaultProps } from './lake-vault-props';
import { RoleGrant } from './role-grant';

/** Name of the secret that holds the key behind the tokens. The CLI writes it: no secret passes through Terraform. */
export const TOKEN_KEY_SECRET = 'token-key';

/** Rights by role, and no purge before its time: a lost token key cannot be made again. */
const HARDENED = {
  rbacAuthorizationEnabled: true,
  purgeProtectionEnabled: true,
} satisfies Partial<KeyVaultConfig>;

/**
 * The vault of a lake.
 *
 * @throws ConfigurationError for soft delete outside 7 to 90 days, a SKU that Azure does not have, or a tenant that is no GUID
 *
 * @example
 * const vault = new LakeVault(stack, 'Vault', {
 *   name: names.of(stack, 'keyVault'),
 *   resourceGroupName: group.name,
 *   location: environment.location,
 *   tenantId: environment.tenantId,
 * });
 */
export class LakeVault extends Judged {
  readonly vault: KeyVault;
  readonly vaultName: string;
  readonly sku: VaultSku;
  readonly endpoints: readonly PrivateEndpoint[];

  constructor(scope: Construct, id: string, props: LakeVaultProps) {
    super(scope, id);
    const softDeleteRetentionDays = props.softDeleteDays ?? 90;
    requireInteger(
      this,
      'softDeleteDays',
      softDeleteRetentionDays,
      { min: 7, max: 90 },
      'Choose 90 where data is kept: it cannot be changed later.',
    );
    requireGuid(this, 'tenantId', props.tenantId, 'Give the id of the Entra tenant.');
    this.sku = props.sku ?? 'standard';
    requireOneOf(this, 'sku', this.sku, ['standard', 'premium'], 'Choose premium for keys in hardware.');
    this.vaultName = checkName(this, 'keyVault', props.name);
    this.vault = new KeyVault(this, 'Resource', {
      ...HARDENED,
      name: this.vaultName,
      resourceGroupName: props.resourceGroupName,
      location: props.location,
      tenantId: props.tenantId,
      skuName: this.sku,
      softDeleteRetentionDays,
      publicNetworkAccessEnabled: props.publicAccess ?? true,
      networkAcls: {
        defaultAction: 'Deny',
        bypass: 'AzureServices',
        ipRules: (props.allowedRanges ?? []).map(({ cidr }) => cidr),
      },
      lifecycle: { preventDestroy: keepsData(this, props.protectData) },
    });
    const { name, resourceGroupName, location } = props;
    const target = { name, resourceGroupName, location, targetId: this.vault.id };
    this.endpoints = addPrivateEndpoints(this, target, props.privateEndpoints);
    applyTags(this.vault, props);
    applyStandardProps(this, this.vault, props);
  }

  grantSecretsRead(grantee: Grantee, reason: string): RoleGrant {
    return this.grant('Key Vault Secrets User', `SecretsRead-${grantee.id}`, grantee, reason);
  }

  /** Create and replace secrets; not the vault's own settings. */
  grantSecretsWrite(grantee: Grantee, reason: string): RoleGrant {
    return this.grant('Key Vault Secrets Officer', `SecretsWrite-${grantee.id}`, grantee, reason);
  }

  /** Create keys and their rotation; neither read nor use them. */
  grantKeysWrite(grantee: Grantee, reason: string): RoleGrant {
    return this.grant('Key Vault Crypto Officer', `KeysWrite-${grantee.id}`, grantee, reason);
  }

  private grant(role: string, id: string, grantee: Grantee, reason: string): RoleGrant {
    return new RoleGrant(this, id, { scope: this.vault.id, role: { name: role }, grantee, reason });
  }
}
