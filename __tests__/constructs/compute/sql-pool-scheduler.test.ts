import type { TerraformStack } from 'cdktf';
import { PAUSE_RUNBOOK } from '../../../constructs/compute/pause-runbook';
import { SqlPool } from '../../../constructs/compute/sql-pool';
import { SqlPoolScheduler } from '../../../constructs/compute/sql-pool-scheduler';
import type { CustomerManagedKey } from '../../../constructs/security/customer-managed-key';
import type { OnlineWindow } from '../../../environments/settings/online-window';
import { describeRefusals } from '../../support/refusal';
import { bodiesOf, bodyOf, resourceAt, synthesizeStack } from '../../support/synth';

interface Subject extends OnlineWindow {
  readonly patienceMinutes?: number;
  readonly customerManagedKey?: CustomerManagedKey;
}

const KEY: CustomerManagedKey = {
  keyId: 'https://kv-own.vault.azure.net/keys/scheduler/0123456789abcdef0123456789abcdef',
  identityId: '/subscriptions/s/resourceGroups/r/providers/Microsoft.ManagedIdentity/userAssignedIdentities/key',
  ready: [],
};

const base: Subject = { days: ['Monday', 'Tuesday'], from: '07:30', to: '19:00' };

function make(
  scope: TerraformStack,
  id: string,
  { patienceMinutes, customerManagedKey, ...online }: Subject,
): SqlPoolScheduler {
  const pool = new SqlPool(scope, 'Pool', { workspaceId: '/x', name: 'syndpserving', sku: 'DW100c', storage: 'LRS' });
  return new SqlPoolScheduler(scope, id, {
    name: 'aa-lake-test',
    resourceGroupName: 'rg-test',
    resourceGroupId: '/subscriptions/x/resourceGroups/rg-test',
    location: 'eastus',
    suffix: 'lake-test-abcde',
    pools: [{ pool, online }],
    ...(patienceMinutes === undefined ? {} : { patienceMinutes }),
    ...(customerManagedKey === undefined ? {} : { customerManagedKey }),
  });
}

describe('SqlPoolScheduler', () => {
  describeRefusals(base, make, [
    { what: 'a time that no clock shows', bad: { from: '25:00' }, setting: 'online.from', good: { from: '00:00' } },
    { what: 'a time with a zone', bad: { to: '19:00+01:00' }, setting: 'online.to', good: { to: '23:59' } },
    { what: 'a window over midnight', bad: { from: '20:00' }, setting: 'online of', good: { from: '18:59' } },
    { what: 'no day', bad: { days: [] }, setting: 'online.days', good: { days: ['Sunday'] } },
    { what: 'a day twice', bad: { days: ['Sunday', 'Sunday'] }, setting: 'online.days', good: { days: ['Sunday'] } },
    {
      what: 'waiting beyond the life of a job',
      bad: { patienceMinutes: 171 },
      setting: 'patience',
      good: { patienceMinutes: 170 },
    },
    {
      what: 'a key without its version',
      bad: { customerManagedKey: { ...KEY, keyId: 'https://kv-own.vault.azure.net/keys/scheduler' } },
      setting: 'customerManagedKey.keyId',
      good: { customerManagedKey: KEY },
    },
  ]);

  const stack = synthesizeStack((scope) => make(scope, 'Scheduler', base));

  test('resumes on the days of the window and asks to pause every day', () => {
    expect(resourceAt(stack, 'Resume/Schedule').body).toMatchObject({
      name: 'syndpserving-resume-0730-MoTu',
      frequency: 'Week',
      interval: 1,
      timezone: 'Etc/UTC',
      week_days: ['Monday', 'Tuesday'],
    });
    expect(resourceAt(stack, 'Pause/Schedule').body).toMatchObject({ name: 'syndpserving-pause-1900-daily' });
    expect(resourceAt(stack, 'Pause/Schedule').body['week_days']).toHaveLength(7);
  });

  test('is encrypted with a key of its own where one is given, read by another identity than the one that pauses', () => {
    const own = bodyOf(
      synthesizeStack((scope) => make(scope, 'Scheduler', { ...base, customerManagedKey: KEY })),
      'azurerm_automation_account',
    );
    expect(own).toMatchObject({
      identity: { type: 'SystemAssigned, UserAssigned', identity_ids: [KEY.identityId] },
      encryption: [{ key_vault_key_id: KEY.keyId, user_assigned_identity_id: KEY.identityId }],
    });
    const plain = bodyOf(stack, 'azurerm_automation_account');
    expect(plain).toMatchObject({ identity: { type: 'SystemAssigned' } });
    expect(plain).not.toHaveProperty('encryption');
  });

  test('starts at the hour that is meant, on a day that always lies ahead', () => {
    expect(resourceAt(stack, 'Resume/Schedule').body).toMatchObject({
      start_time: '${formatdate("YYYY-MM-DD", timeadd(plantimestamp(), "48h"))}T07:30:00Z',
      lifecycle: { ignore_changes: ['start_time'] },
    });
  });

  test('hands the runbook its pool and action under lower-case names', () => {
    const { parameters } = resourceAt(stack, 'Pause/Job').body;
    expect(parameters).toEqual({
      action: 'pause',
      patienceminutes: '120',
      poolid: expect.stringMatching(/^\$\{azurerm_synapse_sql_pool\..*\.id\}$/),
    });
    expect(bodiesOf(stack, 'azurerm_automation_job_schedule')).toHaveLength(2);
  });

  test('may read, pause and resume the pool, and nothing else', () => {
    expect(bodyOf(stack, 'azurerm_role_definition')).toMatchObject({
      permissions: [
        {
          actions: [
            'Microsoft.Synapse/workspaces/sqlPools/read',
            'Microsoft.Synapse/workspaces/sqlPools/pause/action',
            'Microsoft.Synapse/workspaces/sqlPools/resume/action',
            'Microsoft.Insights/metrics/read',
          ],
        },
      ],
    });
    expect(bodyOf(stack, 'azurerm_role_assignment')['scope']).toMatch(/^\$\{azurerm_synapse_sql_pool\./);
  });

  test('runs PowerShell that Terraform leaves alone and that looks before it pauses', () => {
    expect(bodyOf(stack, 'azurerm_automation_runbook')).toMatchObject({
      runbook_type: 'PowerShell72',
      content: PAUSE_RUNBOOK,
    });
    expect(PAUSE_RUNBOOK).not.toMatch(/[$%]\{/);
    expect(PAUSE_RUNBOOK.indexOf('while (Test-Busy)')).toBeLessThan(PAUSE_RUNBOOK.indexOf("'/pause?"));
    expect(PAUSE_RUNBOOK.indexOf('while (Test-Busy)')).toBeGreaterThan(0);
  });
});
