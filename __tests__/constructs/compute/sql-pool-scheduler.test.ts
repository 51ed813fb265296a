import type { TerraformStack } from 'cdktf';
import { PAUSE_RUNBOOK } from '../../../constructs/compute/pause-runbook';
import { SqlPool } from '../../../constructs/compute/sql-pool';
import { SqlPoolScheduler } from '../../../constructs/compute/sql-pool-scheduler';
import type { CustomerManagedKey } from '../../../constructs/security/customer-managed-key';
import type { OnlineWindow } from '../../../environments/settings/online-window';
import { describeRefusals } from '../../support/refusal';
import { sqlWindow } from '../../../finops/usage/sql-windows';
import { bodiesOf, bodyOf, resourceAt, synthesizeStack } from '../../support/synth';

interface Subject extends OnlineWindow {
  readonly patienceMinutes?: number;
  readonly idlePauseMinutes?: number;
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
  { patienceMinutes, idlePauseMinutes, customerManagedKey, ...online }: Subject,
): SqlPoolScheduler {
  const pool = new SqlPool(scope, 'Pool', { workspaceId: '/x', name: 'syndpserving', sku: 'DW100c', storage: 'LRS' });
  return new SqlPoolScheduler(scope, id, {
    name: 'aa-lake-test',
    resourceGroupName: 'rg-test',
    resourceGroupId: '/subscriptions/x/resourceGroups/rg-test',
    location: 'eastus',
    suffix: 'lake-test-abcde',
    pools: [{ pool, online, ...(idlePauseMinutes === undefined ? {} : { idlePauseMinutes }) }],
    ...(patienceMinutes === undefined ? {} : { patienceMinutes }),
    ...(customerManagedKey === undefined ? {} : { customerManagedKey }),
  });
}

/** Of the Az modules and of PowerShell itself. */
const CMDLETS = [
  ...['Connect-AzAccount', 'Invoke-AzRestMethod', 'ConvertFrom-Json', 'Get-Date', 'Where-Object', 'Measure-Object'],
  ...['Out-Null', 'Start-Sleep', 'Write-Output'],
];

/** Code alone: what stands in quotes is another language. */
function withoutTexts(script: string): string {
  return script.replace(/'[^'\n]*'/g, "''");
}

/** Brackets that nothing closes, or that close nothing. */
function openBrackets(script: string): readonly string[] {
  const open: string[] = [];
  for (const [bracket] of withoutTexts(script).matchAll(/[(){}[\]]/g)) {
    const partner = { ')': '(', '}': '{', ']': '[' }[bracket];
    if (partner === undefined) open.push(bracket);
    else if (open.pop() !== partner) return [bracket];
  }
  return open;
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
      what: 'an idle time that no look would notice',
      bad: { idlePauseMinutes: 15 },
      setting: 'idlePauseMinutes',
      good: { idlePauseMinutes: 30 },
    },
    {
      what: 'an idle time as long as the window',
      bad: { idlePauseMinutes: 690 },
      setting: 'idlePauseMinutes',
      good: { idlePauseMinutes: 689 },
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
    for (const pause of PAUSE_RUNBOOK.matchAll(/'POST' '\/pause\?/g)) {
      const before = PAUSE_RUNBOOK.slice(0, pause.index).split('\n').slice(-9).join('\n');
      expect(before).toMatch(/(?:while|if) \(Test-Busy /);
    }
    expect([...PAUSE_RUNBOOK.matchAll(/'POST' '\/pause\?/g)]).toHaveLength(2);
  });

  test('has the shape of PowerShell: brackets that close, functions that exist, parameters that the schedules give', () => {
    expect(openBrackets(PAUSE_RUNBOOK)).toEqual([]);
    expect(openBrackets(PAUSE_RUNBOOK.replace('})', ')'))).not.toEqual([]);
    const defined = [...PAUSE_RUNBOOK.matchAll(/^function ([\w-]+)/gm)].map(([, name]) => name);
    const called = [...withoutTexts(PAUSE_RUNBOOK).matchAll(/\b(?:[A-Z][a-z]+-[A-Z]\w+)\b/g)].map(([name]) => name);
    expect(defined.filter((name) => !called.includes(String(name)))).toEqual([]);
    expect([...new Set(called)].filter((name) => !defined.includes(name) && !CMDLETS.includes(name))).toEqual([]);
    const idle = synthesizeStack((scope) => make(scope, 'Scheduler', { ...base, idlePauseMinutes: 60 }));
    const known = [...PAUSE_RUNBOOK.slice(0, PAUSE_RUNBOOK.indexOf('$ErrorAction')).matchAll(/\$(\w+)/g)].map(
      ([, name]) => String(name).toLowerCase(),
    );
    for (const { parameters } of bodiesOf(idle, 'azurerm_automation_job_schedule')) {
      expect(Object.keys(parameters as object).filter((name) => !known.includes(name))).toEqual([]);
      const { action } = parameters as { readonly action: string };
      expect(/ValidateSet\(([^)]*)\)/.exec(PAUSE_RUNBOOK)?.[1]).toContain(`'${action}'`);
    }
  });

  test('looks every hour for a pool without queries, from the hour at which it is resumed, and only where it is told to', () => {
    const idle = synthesizeStack((scope) => make(scope, 'Scheduler', { ...base, idlePauseMinutes: 60 }));
    expect(resourceAt(idle, 'Idle/Schedule').body).toMatchObject({
      name: 'syndpserving-idle-0730-hourly',
      frequency: 'Hour',
      interval: 1,
      timezone: 'Etc/UTC',
      start_time: '${formatdate("YYYY-MM-DD", timeadd(plantimestamp(), "48h"))}T07:30:00Z',
      lifecycle: { ignore_changes: ['start_time'] },
    });
    expect(resourceAt(idle, 'Idle/Job').body['parameters']).toEqual({
      action: 'idle',
      from: '07:30',
      idleminutes: '60',
      poolid: expect.stringMatching(/^\$\{azurerm_synapse_sql_pool\..*\.id\}$/),
    });
    expect(stack.resources.filter(({ path }) => path.includes('/Idle/'))).toEqual([]);
    const pool = idle.resources.find(({ type }) => type === 'azurerm_synapse_sql_pool');
    if (pool === undefined) throw new Error('no pool');
    const [plain, looked] = [stack, idle].map(({ resources }) => sqlWindow(pool, resources, 730));
    expect(looked?.hours).toBe(plain?.hours);
    expect(looked?.how).toBe(`${String(plain?.how)}; what an idle pause saves of them, nobody knows before`);
    expect(looked?.jobsPerWeek).toBe((plain?.jobsPerWeek ?? 0) + 7 * 24);
  });
});
