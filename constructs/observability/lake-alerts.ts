import type { Construct } from 'constructs';
import { Judged } from '../base/judged';
import { ALERT_IDS } from '../../environments/settings/alerts';
import { refuse, requireThat } from '../base/checks';
import type { AlertPlan } from './alert-plan';
import { changeAlerts } from './change-alerts';
import type { LakeAlertsProps } from './lake-alerts-props';
import { platformAlerts } from './platform-alerts';
import { runAlerts } from './run-alerts';
import { tenantAlerts } from './tenant-alerts';

/**
 * The alerts every lake has: one for each figure of its targets, plus alerts for failures, for changes, and for missing logs. Each
 * can be left out, or given another threshold and severity.
 *
 * The capacity alert counts bytes, not money: budgets watch money.
 *
 * @throws ConfigurationError for a capacity that is not above zero, an unknown alert, a threshold that is no number, or a
 * threshold or severity for an alert on an event, which has neither
 *
 * @example
 * const place = { resourceGroupName: group.name, resourceGroupId: group.id, location: environment.location };
 * const watched = { logs, storage, vault, workspace, factory, sparkPools: [sparkPool] };
 * new LakeAlerts(stack, 'Alerts', {
 *   ...place,
 *   ...watched,
 *   subscriptionId: environment.subscriptionId,
 *   contacts,
 *   capacityTb: 5,
 *   serverlessTbPerDay: 1,
 *   schedule: environment.pipeline,
 *   targets: environment.targets,
 * });
 */
export class LakeAlerts extends Judged {
  constructor(scope: Construct, id: string, props: LakeAlertsProps) {
    super(scope, id);
    const { capacityTb } = props;
    requireThat(this, () => capacityTb > 0, {
      setting: 'capacityTb',
      value: capacityTb,
      allowed: 'more than 0 decimal terabytes',
      remedy: 'Choose what the lake should hold in a year.',
    });
    for (const alert of Object.keys(props.settings ?? {})) {
      requireThat(this, () => ALERT_IDS.some((known) => known === alert), {
        setting: 'alerts',
        value: alert,
        allowed: ALERT_IDS.join(', '),
        remedy: 'Name an alert of the catalogue.',
      });
    }
    for (const { id: tenant, usdPerDay, poolUsdPerHour } of props.tenants ?? []) {
      requireThat(this, () => usdPerDay === undefined || poolUsdPerHour !== undefined, {
        setting: `tenants.${tenant}.usdPerDay`,
        value: usdPerDay,
        allowed: 'nothing where the region has no price of Spark: what a run costs is its hours at that price',
        remedy: 'Leave it out, or give the price sheet of the region.',
      });
    }
    for (const plan of [...platformAlerts(props), ...runAlerts(props), ...tenantAlerts(props), ...changeAlerts(props)])
      this.add(plan, props);
  }

  private add({ id, path, figure, make }: AlertPlan, { settings }: LakeAlertsProps): void {
    const tuning = settings?.[id] ?? {};
    if (tuning === false) return;
    if (figure === undefined && Object.keys(tuning).length > 0) {
      refuse(this, {
        setting: `alerts.${id}`,
        value: tuning,
        allowed: 'false, or nothing: it fires on an event, which has no threshold, and Azure gives it severity 4',
        remedy: 'Leave the alert as it is, or out.',
      });
    }
    const threshold = tuning.threshold ?? figure?.threshold ?? 0;
    requireThat(this, () => Number.isFinite(threshold) && threshold >= 0, {
      setting: `alerts.${id}.threshold`,
      value: threshold,
      allowed: '0 or more',
      remedy: 'State it in the unit of the alert.',
    });
    make(this, path, { threshold, severity: tuning.severity ?? figure?.severity ?? 4 });
  }
}
