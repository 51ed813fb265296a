import { LakeVault } from '../../constructs/security/lake-vault';
import type { EncryptionKeyProps } from '../../constructs/security/encryption-key-props';
import type { LakeVaultProps } from '../../constructs/security/lake-vault-props';
import { LakeAccount } from '../../constructs/storage/lake-account';
import type { AccountProps, LakeAccountProps } from '../../constructs/storage/lake-account-props';
import { LakeStorage } from '../../constructs/storage/lake-storage';
import type { LakeStorageProps } from '../../constructs/storage/lake-storage-props';
import { LifecyclePolicy } from '../../constructs/storage/lifecycle-policy';
import type { LifecyclePolicyProps } from '../../constructs/storage/lifecycle-policy-props';
import { STORAGE_LAYERS } from '../../environments/settings/storage';
import { EXAMPLE_TENANT } from '../../environments/example-identities';
import { AZURE_KEY, encryptionKey } from './keys';
import * as parts from './parts';
import { STANDARD, TAGS } from './standard';
import { subject, synthesized, type Subject } from './subject';

const { PLACE, OFFICE } = parts;

const ACCOUNT = {
  ...STANDARD,
  allowedRanges: { same: [], other: [OFFICE] },
  publicAccess: { same: true, other: false },
  softDeleteDays: { same: 7, other: 8 },
  sasExpiryDays: { same: 1, other: 2 },
  customerManagedKey: { other: AZURE_KEY },
  privateEndpoints: { same: [], other: [parts.endpoint('dfs')] },
  protectData: { same: true, other: false },
} as const;
const PROTECTION = {
  inventory: { same: false, other: true },
  defender: { other: { monthlyScanCapGb: 10 } },
  audit: { other: { retentionDays: 30 } },
} as const;
const BASE: AccountProps = { ...PLACE, name: 'stlaketest', replication: 'GRS', contracts: [] };
const CONTAINERS = [{ layer: 'system' }, { layer: 'audit' }] as const;

export const storageSubjects: readonly Subject[] = [
  subject<LakeStorageProps>(
    'LakeStorageProps',
    BASE,
    synthesized((stack, props) => new LakeStorage(stack, 'Subject', props)),
    {
      ...ACCOUNT,
      ...PROTECTION,
      layout: { same: 'single', other: 'perLayer' },
      readLogs: { same: [], other: [...STORAGE_LAYERS] },
      layerReplication: { other: { gold: 'LRS' } },
      tenants: { same: [], other: ['north'] },
    },
  ),
  subject<LakeAccountProps>(
    'LakeAccountProps',
    { ...BASE, containers: CONTAINERS },
    synthesized((stack, props) => new LakeAccount(stack, 'Subject', props)),
    { ...ACCOUNT, ...PROTECTION },
  ),
  subject<LifecyclePolicyProps>(
    'LifecyclePolicyProps',
    {
      storageAccountId: '/subscriptions/s',
      replication: 'GRS',
      rules: [{ name: 'raw', prefixes: ['landing/pos/'], archiveAfterDays: 90 }],
    },
    synthesized((stack, props) => new LifecyclePolicy(stack, 'Subject', props)),
    { containers: { same: [{ layer: 'landing' }], other: [{ layer: 'bronze' }] } },
  ),
  subject<LakeVaultProps>(
    'LakeVaultProps',
    { ...PLACE, name: 'kv-lake-test', tenantId: EXAMPLE_TENANT },
    synthesized((stack, props) => new LakeVault(stack, 'Subject', props)),
    {
      ...STANDARD,
      allowedRanges: { same: [], other: [OFFICE] },
      publicAccess: { same: true, other: false },
      privateEndpoints: { same: [], other: [parts.endpoint('vault')] },
      sku: { same: 'standard', other: 'premium' },
      softDeleteDays: { same: 90, other: 7 },
      protectData: { same: true, other: false },
    },
  ),
  subject<Pick<EncryptionKeyProps, 'keyType' | 'protectData' | 'tags'> & { readonly after?: 'made' }>(
    'EncryptionKeyProps',
    {},
    synthesized((stack, { after, ...props }) => {
      const { group } = parts.contacts(stack);
      return encryptionKey(stack, { ...props, after: after === undefined ? [] : [group] });
    }),
    {
      ...TAGS,
      keyType: { same: 'RSA', other: 'RSA-HSM' },
      after: { other: 'made' },
      protectData: { same: true, other: false },
    },
  ),
];
