import type { AutomationAccount } from '@cdktf/provider-azurerm/lib/automation-account';
import { AutomationJobSchedule } from '@cdktf/provider-azurerm/lib/automation-job-schedule';
import type { AutomationRunbook } from '@cdktf/provider-azurerm/lib/automation-runbook';
import { AutomationSchedule } from '@cdktf/provider-azurerm/lib/automation-schedule';
import { Fn } from 'cdktf';
import type { Construct } from 'constructs';
import { Judged } from '../base/judged';
import type { SqlPool } from './sql-pool';

interface SqlPoolIdlePauseProps {
  readonly account: AutomationAccount;
  readonly runbook: AutomationRunbook;
  readonly pool: SqlPool;
  /** Without a query. */
  readonly minutes: number;
  /** `HH:MM`, UTC, at which the pool is resumed: it has had no queries before. */
  readonly from: string;
}

/** A look at a SQL pool every hour, the shortest that Automation repeats, on every day: somebody may resume it on a Sunday. */
export class SqlPoolIdlePause extends Judged {
  constructor(scope: Construct, id: string, { account, runbook, pool, minutes, from }: SqlPoolIdlePauseProps) {
    super(scope, id);
    const schedule = new AutomationSchedule(this, 'Schedule', {
      name: `${pool.poolName}-idle-${from.replace(':', '')}-hourly`,
      resourceGroupName: account.resourceGroupName,
      automationAccountName: account.name,
      description: `Pauses ${pool.poolName} after ${String(minutes)} minutes without a query.`,
      frequency: 'Hour',
      interval: 1,
      timezone: 'Etc/UTC',
      // As those that pause and resume: the date is set on creation, and would rot.
      startTime: `${Fn.formatdate('YYYY-MM-DD', Fn.timeadd(Fn.plantimestamp(), '48h'))}T${from}:00Z`,
      lifecycle: { ignoreChanges: ['start_time'] },
    });
    new AutomationJobSchedule(this, 'Job', {
      resourceGroupName: account.resourceGroupName,
      automationAccountName: account.name,
      runbookName: runbook.name,
      scheduleName: schedule.name,
      parameters: { poolid: pool.pool.id, action: 'idle', idleminutes: String(minutes), from },
    });
  }
}
