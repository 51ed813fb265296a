import { AutomationAccount } from '@cdktf/provider-azurerm/lib/automation-account';
import { AutomationRunbook } from '@cdktf/provider-azurerm/lib/automation-runbook';
import { RoleDefinition } from '@cdktf/provider-azurerm/lib/role-definition';
import { Construct } from 'constructs';
import { Judged } from '../base/judged';
import { minutesOfDay, WEEK_DAYS, type OnlineWindow } from '../../environments/settings/online-window';
import { requireInteger, requireThat } from '../base/checks';
import { cloudOf } from '../base/cloud';
import { checkName } from '../base/naming';
import { RoleGrant } from '../security/role-grant';
import { applyStandardProps, applyTags } from '../base/standard';
import { pauseRunbook } from './pause-runbook';
import { SqlPoolAction } from './sql-pool-action';
import { SqlPoolIdlePause } from './sql-pool-idle-pause';
import type { ScheduledPool, SqlPoolSchedulerProps } from './sql-pool-scheduler-props';

/** All that pausing needs; Contributor would also let the identity delete the pool. */
const PAUSE_ACTIONS = [
  'Microsoft.Synapse/workspaces/sqlPools/read',
  'Microsoft.Synapse/workspaces/sqlPools/pause/action',
  'Microsoft.Synapse/workspaces/sqlPools/resume/action',
  'Microsoft.Insights/metrics/read',
];

/**
 * Pauses and resumes dedicated SQL pools by the clock, because they have no auto-pause: resumed on the days of the window,
 * asked to pause at its end every day, so that a pool somebody resumed by hand does not run through a weekend. With
 * `idlePauseMinutes` a pool without queries is paused sooner; nothing resumes it before the next window begins, because a query
 * on a paused pool fails and wakes nobody.
 *
 * Automation and not Data Factory: the web call with authentication that a pipeline would need never plans empty in azurerm
 * 4.55, and a runbook can look first whether the pool is busy.
 *
 * @throws ConfigurationError for times that are no `HH:MM`, a window that ends before it starts, or one without days, an idle time
 * that is no shorter than the window, and for a key without its version
 *
 * @example
 * const scheduler = new SqlPoolScheduler(stack, 'Scheduler', {
 *   name: names.of(stack, 'automationAccount'),
 *   resourceGroupName: group.name,
 *   resourceGroupId: group.id,
 *   location: environment.location,
 *   suffix: names.suffix,
 *   pools: [{ pool: sqlPool, online: { days: ['Monday', 'Thursday'], from: '07:00', to: '19:00' } }],
 * });
 */
export class SqlPoolScheduler extends Judged {
  readonly account: AutomationAccount;

  constructor(scope: Construct, id: string, props: SqlPoolSchedulerProps) {
    super(scope, id);
    const { resourceGroupName, resourceGroupId, location, suffix, pools, customerManagedKey: key } = props;
    const patience = props.patienceMinutes ?? 120;
    requireInteger(
      this,
      'patienceMinutes',
      patience,
      { min: 10, max: 170 },
      'Choose less than three hours, the longest that an Automation job runs.',
    );
    pools.forEach(({ pool, online, idlePauseMinutes }) => {
      this.checkWindow(pool.poolName, online);
      this.checkIdle(pool.poolName, online, idlePauseMinutes);
    });
    requireThat(this, () => /\/keys\/[^/]+\/[^/]+$/.test(key?.keyId ?? '/keys/none/given'), {
      setting: 'customerManagedKey.keyId',
      value: key?.keyId,
      allowed: 'the id of a key with its version, because Automation does not follow a rotation',
      remedy: 'Give the id of the version; after a rotation give the new one.',
    });
    this.account = new AutomationAccount(this, 'Resource', {
      name: checkName(this, 'automationAccount', props.name),
      resourceGroupName,
      location,
      skuName: 'Basic',
      localAuthenticationEnabled: false,
      publicNetworkAccessEnabled: false,
      ...(key === undefined
        ? { identity: { type: 'SystemAssigned' } }
        : {
            // The pools are paused by the account's own identity, the key is read by another that is there before.
            identity: { type: 'SystemAssigned, UserAssigned', identityIds: [key.identityId] },
            encryption: [{ keyVaultKeyId: key.keyId, userAssignedIdentityId: key.identityId }],
            dependsOn: [...key.ready],
          }),
    });
    const runbook = new AutomationRunbook(this, 'Runbook', {
      name: checkName(this, 'runbook', 'pause-sql-pool'),
      resourceGroupName,
      location,
      automationAccountName: this.account.name,
      runbookType: 'PowerShell72',
      logProgress: false,
      logVerbose: false,
      description: 'Pauses or resumes a dedicated SQL pool; never pauses a busy one.',
      content: pauseRunbook(cloudOf(this)),
    });
    const role = new RoleDefinition(this, 'Role', {
      name: `Medallion SQL pool scheduler (${suffix})`,
      scope: resourceGroupId,
      assignableScopes: [resourceGroupId],
      description: 'Read, pause and resume dedicated SQL pools, and read their metrics.',
      permissions: [{ actions: PAUSE_ACTIONS }],
    });
    pools.forEach((scheduled) => this.schedule(scheduled, runbook, role, patience));
    applyTags(this.account, props);
    applyStandardProps(this, this.account, props);
  }

  private schedule(
    { pool, online, idlePauseMinutes }: ScheduledPool,
    runbook: AutomationRunbook,
    role: RoleDefinition,
    patience: number,
  ): void {
    const pooled = new Construct(this, pool.poolName);
    new RoleGrant(pooled, 'Grant', {
      scope: pool.pool.id,
      role: { definitionId: role.roleDefinitionResourceId },
      grantee: { id: 'Scheduler', principalId: this.account.identity.principalId, type: 'ServicePrincipal' },
      reason: 'Pauses and resumes the pool by schedule, and looks whether it is busy.',
    });
    const common = { account: this.account, runbook, pool, patience };
    new SqlPoolAction(pooled, 'Resume', { ...common, action: 'resume', days: online.days, time: online.from });
    new SqlPoolAction(pooled, 'Pause', { ...common, action: 'pause', days: WEEK_DAYS, time: online.to });
    if (idlePauseMinutes === undefined) return;
    const { account } = this;
    new SqlPoolIdlePause(pooled, 'Idle', { account, runbook, pool, minutes: idlePauseMinutes, from: online.from });
  }

  private checkIdle(pool: string, { from, to }: OnlineWindow, minutes: number | undefined): void {
    if (minutes === undefined) return;
    const remedy = 'Take an hour, or leave it out: the window pauses the pool at its end.';
    requireInteger(this, `idlePauseMinutes of ${pool}`, minutes, { min: 30, max: 720 }, remedy);
    const window = (minutesOfDay(to) ?? 0) - (minutesOfDay(from) ?? 0);
    requireThat(this, () => minutes < window, {
      setting: `idlePauseMinutes of ${pool}`,
      value: minutes,
      allowed: `less than the ${String(window)} minutes of its window, at whose end it is paused anyway`,
      remedy,
    });
  }

  private checkWindow(pool: string, { days, from, to }: OnlineWindow): void {
    const remedy = 'Write the window as days and two times of one day, UTC, such as 07:00 and 19:00.';
    const [start, end] = [minutesOfDay(from), minutesOfDay(to)];
    for (const [setting, value, minutes] of [
      ['from', from, start],
      ['to', to, end],
    ] as const) {
      requireThat(this, () => minutes !== undefined, {
        setting: `online.${setting} of ${pool}`,
        value,
        allowed: 'HH:MM in UTC',
        remedy,
      });
    }
    requireThat(this, () => (start ?? 0) < (end ?? 0), {
      setting: `online of ${pool}`,
      value: `${from} to ${to}`,
      allowed: 'an end after the start, on the same day',
      remedy,
    });
    requireThat(this, () => days.length > 0 && new Set(days).size === days.length, {
      setting: `online.days of ${pool}`,
      value: days,
      allowed: '1 to 7 different days',
      remedy,
    });
  }
}
