import type { AutomationAccount } from '@cdktf/provider-azurerm/lib/automation-account';
import type { AutomationRunbook } from '@cdktf/provider-azurerm/lib/automation-runbook';
import type { WeekDay } from '../../environments/settings/online-window';
import type { SqlPool } from './sql-pool';

export interface SqlPoolActionProps {
  readonly account: AutomationAccount;
  readonly runbook: AutomationRunbook;
  readonly pool: SqlPool;
  readonly action: 'pause' | 'resume';
  readonly days: readonly WeekDay[];
  /** `HH:MM`, UTC. */
  readonly time: string;
  /** Minutes for which a busy pool is waited for. */
  readonly patience: number;
}
