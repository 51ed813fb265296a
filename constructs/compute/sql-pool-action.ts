import { AutomationJobSchedule } from '@cdktf/provider-azurerm/lib/automation-job-schedule';
import { AutomationSchedule } from '@cdktf/provider-azurerm/lib/automation-schedule';
import { Fn } from 'cdktf';
import type { Construct } from 'constructs';
import { Judged } from '../base/judged';
import { WEEK_DAYS } from '../../environments/settings/online-window';
import type { SqlPoolActionProps } from './sql-pool-action-props';

/**
 * One weekly appointment at which a SQL pool is paused or resumed.
 *
 * @example
 * new SqlPoolAction(stack, 'Resume', {
 *   account: scheduler.account,
 *   runbook,
 *   pool: sqlPool,
 *   action: 'resume',
 *   days: ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday'],
 *   time: '07:00',
 *   patience: 120,
 * });
 */
export class SqlPoolAction extends Judged {
  constructor(scope: Construct, id: string, props: SqlPoolActionProps) {
    super(scope, id);
    const { account, runbook, pool, action, days, time, patience } = props;
    const dayNames = days.length === WEEK_DAYS.length ? 'daily' : days.map((day) => day.slice(0, 2)).join('');
    const schedule = new AutomationSchedule(this, 'Schedule', {
      name: `${pool.poolName}-${action}-${time.replace(':', '')}-${dayNames}`,
      resourceGroupName: account.resourceGroupName,
      automationAccountName: account.name,
      description: `Asks ${pool.poolName} to ${action} at ${time} UTC.`,
      frequency: 'Week',
      interval: 1,
      weekDays: [...days],
      timezone: 'Etc/UTC',
      // The hour of a schedule is that of its first run, which has to lie ahead: Terraform sets it on creation, because a
      // pinned date would rot. Another hour gives another name, hence another schedule.
      startTime: `${Fn.formatdate('YYYY-MM-DD', Fn.timeadd(Fn.plantimestamp(), '48h'))}T${time}:00Z`,
      lifecycle: { ignoreChanges: ['start_time'] },
    });
    new AutomationJobSchedule(this, 'Job', {
      resourceGroupName: account.resourceGroupName,
      automationAccountName: account.name,
      runbookName: runbook.name,
      scheduleName: schedule.name,
      // The provider takes lower-case names only; PowerShell does not mind.
      parameters: { poolid: pool.pool.id, action, patienceminutes: String(patience) },
    });
  }
}
