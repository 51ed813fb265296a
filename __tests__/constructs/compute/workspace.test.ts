import type { TerraformStack } from 'cdktf';
import { Workspace } from '../../../constructs/compute/workspace';
import type { WorkspaceProps } from '../../../constructs/compute/workspace-props';
import { ipRange } from '../../../constructs/network/ip-range';
import { LakeStorage } from '../../../constructs/storage/lake-storage';
import { refusalOf } from '../../support/refusal';
import { bodiesOf, bodyOf, scratchStack, synthesizeStack } from '../../support/synth';

function make(
  scope: TerraformStack,
  url = 'https://stlaketest.dfs.core.windows.net/system',
  objectId = ADMIN,
  more: Pick<WorkspaceProps, 'sqlAudit' | 'diagnostics'> = {},
): Workspace {
  const storage = new LakeStorage(scope, 'Storage', {
    name: 'stlaketest',
    resourceGroupName: 'rg-test',
    location: 'eastus',
    replication: 'LRS',
    contracts: [],
  });
  return new Workspace(scope, 'Workspace', {
    ...more,
    name: 'synw-lake-test',
    resourceGroupName: 'rg-test',
    location: 'eastus',
    tenantId: '00000000-0000-4000-8000-0000000000aa',
    primaryFilesystem: { url, container: storage.container('system') },
    administrators: { name: 'lake-administrators', objectId },
    allowedRanges: [ipRange(scope, 'office', '203.0.113.0/24')],
  });
}

const ADMIN = '00000000-0000-4000-8000-000000000001';

describe('Workspace', () => {
  const stack = synthesizeStack((scope) => make(scope));
  const workspace = bodyOf(stack, 'azurerm_synapse_workspace');

  test('fails for a filesystem given by its ARM id', () => {
    const id = '/subscriptions/x/resourceGroups/y/providers/Microsoft.Storage/storageAccounts/z';
    expect(refusalOf(() => make(scratchStack(), id)).refusal).toMatchObject({
      setting: 'primaryFilesystem.url',
      value: id,
    });
  });

  test('fails for an administrator that is no GUID', () => {
    const error = refusalOf(() => make(scratchStack(), undefined, 'admins'));
    expect(error.refusal.setting).toBe('administrators.objectId');
  });

  test('names its filesystem by address and waits for the container behind it', () => {
    expect(workspace['storage_data_lake_gen2_filesystem_id']).toBe('https://stlaketest.dfs.core.windows.net/system');
    expect(workspace['depends_on']).toEqual([
      expect.stringMatching(/^azurerm_storage_container\.Storage_Container-system/),
    ]);
  });

  test('takes Entra ID only, in a network of its own', () => {
    expect(workspace).toMatchObject({
      azuread_authentication_only: true,
      managed_virtual_network_enabled: true,
      identity: { type: 'SystemAssigned' },
      sql_administrator_login: 'medallionsql',
    });
    expect(bodyOf(stack, 'azurerm_synapse_workspace_aad_admin')).toMatchObject({
      login: 'lake-administrators',
      object_id: ADMIN,
    });
  });

  test('holds no password: Terraform draws one and forgets it, and nothing makes it send one again', () => {
    expect(workspace['sql_administrator_login_password']).toBe('${uuid()}-Aa1');
    expect(workspace['lifecycle']).toEqual({
      ignore_changes: ['sql_administrator_login_password', 'tags'],
      prevent_destroy: true,
    });
  });

  const logs = { logWorkspaceId: '/subscriptions/s/workspaces/logs' };

  test('audits statements into the log, and fails where there is no log for them', () => {
    const audited = synthesizeStack((scope) =>
      make(scope, undefined, undefined, { sqlAudit: true, diagnostics: logs }),
    );
    const policy = bodyOf(audited, 'azurerm_synapse_workspace_extended_auditing_policy');
    expect(policy).toMatchObject({ log_monitoring_enabled: true });
    expect(Object.keys(policy).filter((key) => key.startsWith('storage'))).toEqual([]);
    const categories = bodyOf(audited, 'azurerm_monitor_diagnostic_setting')['enabled_log'];
    expect(categories).toContainEqual({ category: 'SQLSecurityAuditEvents' });
    for (const diagnostics of [undefined, { ...logs, logCategories: ['SynapseRbacOperations'] }]) {
      const more = diagnostics === undefined ? { sqlAudit: true } : { sqlAudit: true, diagnostics };
      expect(refusalOf(() => make(scratchStack(), undefined, undefined, more)).refusal.setting).toBe('sqlAudit');
    }
    expect(bodiesOf(stack, 'azurerm_synapse_workspace_extended_auditing_policy')).toEqual([]);
  });

  test('lets named networks in, and not all of Azure', () => {
    expect(bodyOf(stack, 'azurerm_synapse_firewall_rule')).toMatchObject({
      name: 'office',
      start_ip_address: '203.0.113.0',
      end_ip_address: '203.0.113.255',
    });
  });
});
