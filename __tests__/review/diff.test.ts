import type { JsonObject } from '../../shared/json';
import { parseStack } from '../../synthesized/parse-stack';
import { diffStacks } from '../../review/diff';
import type { ResourceChange } from '../../review/resource-change';

const ACCOUNT: JsonObject = {
  name: 'stlake',
  account_replication_type: 'LRS',
  is_hns_enabled: true,
  blob_properties: { delete_retention_policy: { days: 7 } },
  tags: { Owner: 'data' },
};

function stack(resource: JsonObject, moved: readonly JsonObject[] = []) {
  return parseStack('dev', { resource, moved });
}

const lake = stack({ azurerm_storage_account: { lake: ACCOUNT } });

function changesTo(account: JsonObject): readonly ResourceChange[] {
  return changesBetween(lake, stack({ azurerm_storage_account: { lake: account } }));
}

function changesBetween(before: ReturnType<typeof stack>, after: ReturnType<typeof stack>): readonly ResourceChange[] {
  return diffStacks([before], [after])[0]?.changes ?? [];
}

describe('the semantic diff', () => {
  it('finds nothing between equal stacks, whatever cdktf notes about them', () => {
    expect(changesTo({ ...ACCOUNT, '//': { metadata: { path: 'elsewhere', uniqueId: 'x' } } })).toEqual([]);
  });

  it('names the argument, from and to', () => {
    expect(changesTo({ ...ACCOUNT, blob_properties: { delete_retention_policy: { days: 14 } } })).toEqual([
      {
        kind: 'changed',
        type: 'azurerm_storage_account',
        address: 'azurerm_storage_account.lake',
        path: 'azurerm_storage_account.lake',
        arguments: [{ path: 'blob_properties.delete_retention_policy.days', before: 7, after: 14, replaces: false }],
      },
    ]);
  });

  it.each([
    ['is_hns_enabled', false, 'replaced'],
    ['name', 'stlake2', 'replaced'],
    ['account_replication_type', 'ZRS', 'replaced'],
    ['account_replication_type', 'GRS', 'changed'],
    ['min_tls_version', 'TLS1_2', 'changed'],
  ])('knows what a change of %s to %s means for the account', (argument, value, kind) => {
    const [change] = changesTo({ ...ACCOUNT, [argument]: value });
    expect(change?.kind).toBe(kind);
    expect(change?.loses).toBe(kind === 'replaced' ? 'every table and file of the lake' : undefined);
  });

  it('marks the loss of a removed account, and none for what can be made again', () => {
    const budget = { azurerm_consumption_budget_resource_group: { monthly: { name: 'monthly' } } };
    const changes = changesBetween(stack({ azurerm_storage_account: { lake: ACCOUNT }, ...budget }), stack({}));
    expect(changes.map(({ kind, address, loses }) => [kind, address, loses])).toEqual([
      ['removed', 'azurerm_storage_account.lake', 'every table and file of the lake'],
      ['removed', 'azurerm_consumption_budget_resource_group.monthly', undefined],
    ]);
  });

  it('sees a renamed construct: replaced without a moved block, moved with one', () => {
    const renamed = { azurerm_storage_account: { storage: ACCOUNT } };
    const block = { from: 'azurerm_storage_account.lake', to: 'azurerm_storage_account.storage' };
    const [silent] = changesBetween(lake, stack(renamed));
    const [declared] = changesBetween(lake, stack(renamed, [block]));
    expect(silent).toMatchObject({ kind: 'replaced', from: block.from, address: block.to, loses: expect.any(String) });
    expect(declared).toMatchObject({ kind: 'moved', from: block.from, address: block.to, arguments: [] });
    expect(declared?.loses).toBeUndefined();
  });

  it('keeps named list items apart when one is inserted before them', () => {
    const policy = (...names: string[]) =>
      stack({ azurerm_storage_management_policy: { tiers: { rule: names.map((name) => ({ name, enabled: true })) } } });
    const [change] = changesBetween(policy('cool'), policy('archive', 'cool'));
    expect(change?.arguments).toEqual([
      { path: 'rule[archive]', after: { name: 'archive', enabled: true }, replaces: false },
    ]);
  });

  it('draws along what belongs to a replaced resource, and leaves alone what names what stays', () => {
    const resources = (replication: string) =>
      stack({
        azurerm_storage_account: { lake: { ...ACCOUNT, account_replication_type: replication } },
        azurerm_storage_container: {
          bronze: { name: 'bronze', storage_account_id: '${azurerm_storage_account.lake.id}' },
        },
        azurerm_monitor_metric_alert: { capacity: { name: 'capacity of ${azurerm_storage_account.lake.name}' } },
      });
    expect(changesBetween(resources('LRS'), resources('ZRS')).map(({ kind, address }) => `${kind} ${address}`)).toEqual(
      ['replaced azurerm_storage_account.lake', 'replaced azurerm_storage_container.bronze'],
    );
    expect(changesBetween(resources('LRS'), resources('GRS')).map(({ kind }) => kind)).toEqual(['changed']);
  });

  describe('what names a replaced resource', () => {
    const resources = (seed: string, lifecycle: JsonObject = {}) =>
      stack({
        azurerm_key_vault_key: { key: { name: seed } },
        azurerm_synapse_workspace: {
          lake: {
            name: 'synw',
            identity: { type: 'SystemAssigned' },
            customer_managed_key: { key_versionless_id: '${azurerm_key_vault_key.key.versionless_id}' },
            ...lifecycle,
          },
        },
        azurerm_monitor_metric_alert: { all: { scopes: ['${lower(azurerm_key_vault_key.key.id)}'] } },
        azurerm_portal_dashboard: { page: { title: '${azurerm_key_vault_key.key.name}' } },
      });
    const kinds = (changes: ReturnType<typeof changesBetween>) =>
      changes.map(({ kind, type, arguments: [argument] }) => [kind, type, argument?.path]);

    it('is updated in place where it needs what is known after apply, as Terraform plans it', () => {
      expect(kinds(changesBetween(resources('a'), resources('b')))).toEqual([
        ['replaced', 'azurerm_key_vault_key', 'name'],
        ['changed', 'azurerm_monitor_metric_alert', 'scopes'],
        ['changed', 'azurerm_synapse_workspace', 'customer_managed_key'],
      ]);
    });

    it('stays where Terraform is told to ignore the argument', () => {
      const ignoring = (seed: string) => resources(seed, { lifecycle: { ignore_changes: ['customer_managed_key'] } });
      expect(kinds(changesBetween(ignoring('a'), ignoring('b'))).map(([, type]) => type)).not.toContain(
        'azurerm_synapse_workspace',
      );
    });

    it('goes with it where it needs the identity of a replaced one', () => {
      const granted = (network: boolean) =>
        stack({
          azurerm_synapse_workspace: {
            lake: { name: 'synw', identity: { type: 'SystemAssigned' }, managed_virtual_network_enabled: network },
          },
          azurerm_role_assignment: {
            read: { principal_id: '${azurerm_synapse_workspace.lake.identity[0].principal_id}' },
            type: { principal_id: '${azurerm_synapse_workspace.lake.identity[0].type}' },
          },
        });
      expect(changesBetween(granted(true), granted(false)).map(({ kind, address }) => [kind, address])).toEqual([
        ['replaced', 'azurerm_synapse_workspace.lake'],
        ['replaced', 'azurerm_role_assignment.read'],
      ]);
    });
  });

  it('looks into activities that are written as a JSON string', () => {
    const pipeline = (retry: number) =>
      stack({
        azurerm_data_factory_pipeline: {
          run: { activities_json: JSON.stringify([{ name: 'Bronze', policy: { retry } }, { name: 'Silver' }]) },
        },
      });
    const [change] = changesBetween(pipeline(1), pipeline(3));
    expect(change?.arguments).toEqual([
      { path: 'activities_json[Bronze].policy.retry', before: 1, after: 3, replaces: false },
    ]);
  });

  it('knows a stack that is new and one that is gone', () => {
    const other = parseStack('prod', { resource: { azurerm_resource_group: { lake: { name: 'rg' } } } });
    expect(diffStacks([lake], [other]).map(({ stack: name, changes }) => [name, changes[0]?.kind])).toEqual([
      ['prod', 'added'],
      ['dev', 'removed'],
    ]);
  });
});
