import { AlertContacts } from '../../../constructs/observability/alert-contacts';
import type { AlertContactsProps } from '../../../constructs/observability/alert-contacts-props';
import { describeRefusals } from '../../support/refusal';
import { bodyOf, synthesizeStack } from '../../support/synth';

const me = { name: 'me', email: 'me@example.com' };
const base: AlertContactsProps = { name: 'ag-test', shortName: 'test', resourceGroupName: 'rg', contacts: [me] };

describe('AlertContacts', () => {
  describeRefusals(base, (stack, id, props) => new AlertContacts(stack, id, props), [
    { what: 'nobody', bad: { contacts: [] }, setting: 'contacts', good: { contacts: [me] } },
    {
      what: 'two of one name',
      bad: { contacts: [me, me] },
      setting: 'contacts',
      good: { contacts: [me, { ...me, name: 'you' }] },
    },
    {
      what: 'a long short name',
      bad: { shortName: 'thirteen-long' },
      setting: 'actionGroupShort',
      good: { shortName: 'twelve-chars' },
    },
  ]);

  test('mails everybody in the common schema', () => {
    const stack = synthesizeStack((scope) => new AlertContacts(scope, 'Contacts', base));
    expect(bodyOf(stack, 'azurerm_monitor_action_group')).toMatchObject({
      short_name: 'test',
      email_receiver: [{ name: 'me', email_address: 'me@example.com', use_common_alert_schema: true }],
    });
  });
});
