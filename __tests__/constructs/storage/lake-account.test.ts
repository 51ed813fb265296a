import { LakeAccount } from '../../../constructs/storage/lake-account';
import type { LakeAccountProps } from '../../../constructs/storage/lake-account-props';
import { CONTAINERS } from '../../../constructs/storage/containers';
import { LakeStorage } from '../../../constructs/storage/lake-storage';
import type { JsonObject } from '../../../shared/json';
import { chain } from '../../support/contracts';
import { describeRefusals } from '../../support/refusal';
import { bodiesOf, bodyOf, synthesizeStack } from '../../support/synth';

const base: LakeAccountProps = {
  name: 'stlaketest',
  resourceGroupName: 'rg-test',
  location: 'eastus',
  replication: 'GRS',
  contracts: chain,
  containers: CONTAINERS.map((layer) => ({ layer })),
};
const made = (differences: Partial<LakeAccountProps>) =>
  synthesizeStack((scope) => new LakeAccount(scope, 'Account', { ...base, ...differences }));

describe('LakeAccount', () => {
  describeRefusals(base, (stack, id, props) => new LakeAccount(stack, id, props), [
    { what: 'a signature for ever', bad: { sasExpiryDays: 400 }, setting: 'sasExpiryDays', good: { sasExpiryDays: 7 } },
    {
      what: 'scanning without a cap',
      bad: { defender: { monthlyScanCapGb: -1 } },
      setting: 'defender.monthlyScanCapGb',
      good: { defender: { monthlyScanCapGb: 10 } },
    },
    {
      what: 'evidence that is kept for no time',
      bad: { audit: { retentionDays: 0 } },
      setting: 'audit.retentionDays',
      good: { audit: { retentionDays: 1 } },
    },
    {
      what: 'evidence without a container for it',
      bad: { audit: { retentionDays: 365 }, containers: [{ layer: 'gold' }] },
      setting: 'audit',
      good: { audit: { retentionDays: 365 }, containers: [{ layer: 'audit' }] },
    },
  ]);

  test('shuts the public door and reads its key with an identity that may do nothing else', () => {
    const stack = made({
      publicAccess: false,
      customerManagedKey: { keyId: 'https://kv.vault.azure.net/keys/storage', identityId: '/id', ready: [] },
    });
    expect(bodyOf(stack, 'azurerm_storage_account')).toMatchObject({
      public_network_access_enabled: false,
      identity: { type: 'UserAssigned', identity_ids: ['/id'] },
      customer_managed_key: {
        key_vault_key_id: 'https://kv.vault.azure.net/keys/storage',
        user_assigned_identity_id: '/id',
      },
    });
    expect(bodyOf(made({}), 'azurerm_storage_account')['customer_managed_key']).toBeUndefined();
  });

  test('keeps evidence in the audit container alone, unlocked until somebody says otherwise', () => {
    const evidence = (locked?: boolean): JsonObject =>
      bodyOf(
        made({ audit: { retentionDays: 365, ...(locked === undefined ? {} : { locked }) } }),
        'azurerm_storage_container_immutability_policy',
      );
    expect(evidence()).toMatchObject({ immutability_period_in_days: 365, locked: false });
    expect(evidence()['storage_container_resource_manager_id']).toMatch(/Container-audit_\w+\.id\}$/);
    expect(evidence(true)).toMatchObject({ locked: true, protected_append_writes_all_enabled: true });
    expect(bodiesOf(made({}), 'azurerm_storage_container_immutability_policy')).toEqual([]);
  });

  test('lists its files through a template, because the resource of azurerm 4.55 cannot', () => {
    const deployment = bodyOf(made({ inventory: true }), 'azurerm_resource_group_template_deployment');
    const template = JSON.parse(String(deployment['template_content'])) as {
      readonly resources: readonly JsonObject[];
    };
    expect(template.resources).toEqual([
      expect.objectContaining({
        type: 'Microsoft.Storage/storageAccounts/inventoryPolicies',
        name: 'stlaketest/default',
      }),
    ]);
    expect(JSON.stringify(template)).toContain('"destination":"system"');
    expect(deployment['depends_on']).toEqual([expect.stringContaining('Container-system')]);
  });

  test('logs signatures of more than a day', () => {
    expect(bodyOf(made({}), 'azurerm_storage_account')['sas_policy']).toEqual({
      expiration_period: '01.00:00:00',
      expiration_action: 'Log',
    });
  });

  test('names what a tenant owns after the tenant, and tiers it as the lake tiers its own', () => {
    const stack = made({
      containers: (['landing', 'silver'] as const).map((layer) => ({ layer, tenant: 'acme' })),
    });
    expect(bodiesOf(stack, 'azurerm_storage_container').map(({ name, metadata }) => [name, metadata])).toEqual([
      ['acme-landing', { layer: 'landing', tenant: 'acme' }],
      ['acme-silver', { layer: 'silver', tenant: 'acme' }],
    ]);
    const { rule } = bodyOf(stack, 'azurerm_storage_management_policy');
    expect(JSON.stringify(rule)).toContain('"prefix_match":["acme-landing/events/"]');
    expect(JSON.stringify(rule)).toContain('"prefix_match":["acme-silver/events_clean/part-"]');
  });
});

describe('LakeStorage with an account a layer', () => {
  const stack = synthesizeStack(
    (scope) =>
      new LakeStorage(scope, 'Storage', {
        name: 'stlaketest',
        resourceGroupName: 'rg-test',
        location: 'eastus',
        replication: 'GRS',
        contracts: chain,
        layout: 'perLayer',
        layerReplication: { gold: 'RAGRS', system: 'ZRS' },
        inventory: true,
        audit: { retentionDays: 30 },
        defender: { monthlyScanCapGb: 50 },
      }),
  );
  const accounts = bodiesOf(stack, 'azurerm_storage_account');

  test('tags each account with its layer, by which bills are allocated', () => {
    expect(accounts.map(({ tags }) => tags)).toEqual(
      ['bronze', 'gold', 'landing', 'silver', 'system'].map((layer) => ({ Layer: layer })),
    );
  });

  test('gives each layer its account and its own redundancy', () => {
    expect(accounts.map(({ name, account_replication_type: kind }) => [name, kind])).toEqual([
      ['stlaketestbrz', 'GRS'],
      ['stlaketestgld', 'RAGRS'],
      ['stlaketestlnd', 'GRS'],
      ['stlaketestslv', 'GRS'],
      ['stlaketestsys', 'ZRS'],
    ]);
  });

  test('keeps the policy of an account to the tables that stand in it', () => {
    const policies = bodiesOf(stack, 'azurerm_storage_management_policy');
    const prefixes = policies.map(({ rule }) => /"prefix_match":\["(\w+)\//.exec(JSON.stringify(rule))?.[1]);
    expect(prefixes).toEqual(['landing', 'silver']);
  });

  test('scans for malware where files arrive, and looks for personal data everywhere', () => {
    const defenders = bodiesOf(stack, 'azurerm_security_center_storage_defender');
    expect(defenders).toHaveLength(5);
    expect(defenders.filter((body) => body['malware_scanning_on_upload_enabled'] === true)).toEqual([
      expect.objectContaining({ malware_scanning_on_upload_cap_gb_per_month: 50 }),
    ]);
    expect(defenders.every((body) => body['sensitive_data_discovery_enabled'] === true)).toBe(true);
  });

  test('keeps inventory and evidence with the system', () => {
    const deployment = bodyOf(stack, 'azurerm_resource_group_template_deployment');
    expect(deployment['name']).toBe('inventory-stlaketestsys');
    expect(bodiesOf(stack, 'azurerm_storage_container_immutability_policy')).toHaveLength(1);
  });

  test('says where each container lies', () => {
    synthesizeStack((scope) => {
      const storage = new LakeStorage(scope, 'Storage', {
        name: 'stlaketest',
        resourceGroupName: 'rg-test',
        location: 'eastus',
        replication: 'LRS',
        contracts: [],
        layout: 'perLayer',
      });
      expect(storage.uri('gold')).toBe('abfss://gold@stlaketestgld.dfs.core.windows.net');
      expect(storage.uri('releases')).toBe('abfss://releases@stlaketestsys.dfs.core.windows.net');
      expect(storage.dfsUrl('system')).toBe('https://stlaketestsys.dfs.core.windows.net/system');
    });
  });
});
