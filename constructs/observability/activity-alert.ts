import {
  MonitorActivityLogAlert,
  type MonitorActivityLogAlertCriteria,
} from '@cdktf/provider-azurerm/lib/monitor-activity-log-alert';
import type { Construct } from 'constructs';
import { Judged } from '../base/judged';
import { applyTags } from '../base/standard';
import { requireThat } from '../base/checks';
import { checkName } from '../base/naming';
import type { ActivityAlertProps, ActivityEvent } from './activity-alert-props';

const OPERATION = /^Microsoft\.[A-Za-z]+(\/[A-Za-z]+)+\/(write|delete|action)$/;

/**
 * An alert on the activity log: somebody changed something, or Azure itself is in trouble. It costs nothing.
 *
 * @throws ConfigurationError for an unknown operation
 *
 * @example
 * new ActivityAlert(stack, 'LockRemoved', {
 *   name: 'lock-removed',
 *   resourceGroupName: group.name,
 *   description: 'Somebody removed a lock. Ask who and why, and set it again.',
 *   scope: group.id,
 *   event: { kind: 'operation', operation: 'Microsoft.Authorization/locks/delete' },
 *   contacts,
 * });
 */
export class ActivityAlert extends Judged {
  readonly alert: MonitorActivityLogAlert;

  constructor(scope: Construct, id: string, props: ActivityAlertProps) {
    super(scope, id);
    this.alert = new MonitorActivityLogAlert(this, 'Resource', {
      name: checkName(this, 'alert', props.name),
      resourceGroupName: props.resourceGroupName,
      // Activity-log alerts live in no region; the provider wants it said.
      location: 'global',
      description: props.description,
      scopes: [props.scope],
      criteria: this.criteria(props.event),
      action: [{ actionGroupId: props.contacts.group.id }],
    });
    applyTags(this.alert, props);
  }

  private criteria(event: ActivityEvent): MonitorActivityLogAlertCriteria {
    switch (event.kind) {
      case 'operation':
        requireThat(this, () => OPERATION.test(event.operation), {
          setting: 'operation',
          value: event.operation,
          allowed: 'one operation, such as Microsoft.Storage/storageAccounts/delete; there are no wildcards',
          remedy: 'Make one alert for each operation.',
        });
        return { category: 'Administrative', operationName: event.operation, statuses: ['Succeeded'] };
      case 'service-health':
        return {
          category: 'ServiceHealth',
          // No regions: their spelling passes unchecked, and a misspelt one never matches.
          serviceHealth: { events: ['Incident', 'Maintenance', 'ActionRequired', 'Security'] },
        };
      case 'resource-health':
        return {
          category: 'ResourceHealth',
          resourceHealth: { current: ['Degraded', 'Unavailable'], previous: ['Available'] },
        };
    }
  }
}
