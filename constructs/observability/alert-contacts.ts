import { MonitorActionGroup } from '@cdktf/provider-azurerm/lib/monitor-action-group';
import type { Construct } from 'constructs';
import { Judged } from '../base/judged';
import { applyTags } from '../base/standard';
import { requireThat } from '../base/checks';
import { checkName } from '../base/naming';
import type { AlertContactsProps } from './alert-contacts-props';

/**
 * Who hears of alerts.
 *
 * @throws ConfigurationError when nobody does, when two share a name, or for a short name beyond 12 characters
 *
 * @example
 * const contacts = new AlertContacts(stack, 'Contacts', {
 *   name: names.of(stack, 'actionGroup'),
 *   shortName: names.of(stack, 'actionGroupShort'),
 *   resourceGroupName: group.name,
 *   contacts: [{ name: 'operators', email: 'lake-operators@example.com' }],
 * });
 */
export class AlertContacts extends Judged {
  readonly group: MonitorActionGroup;

  constructor(scope: Construct, id: string, props: AlertContactsProps) {
    super(scope, id);
    const names = props.contacts.map(({ name }) => name);
    requireThat(this, () => names.length > 0 && new Set(names).size === names.length, {
      setting: 'contacts',
      value: names,
      allowed: 'at least one, with different names',
      remedy: 'Name a person or a team that answers.',
    });
    this.group = new MonitorActionGroup(this, 'Resource', {
      name: checkName(this, 'actionGroup', props.name),
      shortName: checkName(this, 'actionGroupShort', props.shortName),
      resourceGroupName: props.resourceGroupName,
      emailReceiver: props.contacts.map(({ name, email }) => ({
        name,
        emailAddress: email,
        useCommonAlertSchema: true,
      })),
    });
    applyTags(this.group, props);
  }
}
