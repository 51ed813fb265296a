import type { Activity, ActivityPolicy } from '../../../constructs/orchestration/activity';
import { checkActivities } from '../../../constructs/orchestration/activity';
import type { ActivityType } from '../../../azure/activity-types';
import { describeRefusals } from '../../support/refusal';
import { Construct } from 'constructs';

const ONCE: ActivityPolicy = {
  ...{ timeout: '0.00:10:00', retry: 0, retryIntervalInSeconds: 30 },
  ...{ secureInput: false, secureOutput: false },
};
const wait: Activity = {
  name: 'Wait1',
  type: 'Wait',
  dependsOn: [],
  policy: ONCE,
  userProperties: [],
  typeProperties: { waitTimeInSeconds: 1 },
};
const after = (activity: string): Activity => ({
  ...wait,
  name: 'Wait2',
  dependsOn: [{ activity, dependencyConditions: ['Succeeded'] }],
});
const unknown: string = 'SparkNotebook';

describe('checkActivities', () => {
  describeRefusals<{ activities: readonly Activity[] }>(
    { activities: [wait] },
    (stack, id, { activities }) => checkActivities(new Construct(stack, id), activities),
    [
      {
        what: 'a dependency on an activity that is not there',
        bad: { activities: [wait, after('Wait3')] },
        setting: 'dependsOn of activity Wait2',
        good: { activities: [wait, after('Wait1')] },
      },
      {
        what: 'an activity that waits for itself',
        bad: { activities: [wait, after('Wait2')] },
        setting: 'dependsOn of activity Wait2',
        good: { activities: [wait, after('Wait1')] },
      },
      {
        what: 'a type that the provider does not know',
        bad: { activities: [{ ...wait, type: unknown as ActivityType }] },
        setting: 'type of activity Wait1',
        good: { activities: [{ ...wait, type: 'SparkJob' }] },
      },
      {
        what: 'two activities of one name',
        bad: { activities: [wait, wait] },
        setting: 'name of an activity',
        good: { activities: [wait, { ...wait, name: 'Wait2' }] },
      },
      {
        what: 'a name with a dot',
        bad: { activities: [{ ...wait, name: 'silver.users' }] },
        setting: 'name of an activity',
        good: { activities: [{ ...wait, name: 'silver_users' }] },
      },
      {
        what: 'a web call with authentication',
        bad: { activities: [{ ...wait, type: 'WebActivity', typeProperties: { authentication: { type: 'MSI' } } }] },
        setting: 'authentication of activity Wait1',
        good: { activities: [{ ...wait, type: 'WebActivity', typeProperties: { url: 'https://example.com' } }] },
      },
      {
        what: 'a timeout in hours alone',
        bad: { activities: [{ ...wait, policy: { ...ONCE, timeout: '12h' } }] },
        setting: 'timeout of activity Wait1',
        good: { activities: [{ ...wait, policy: { ...ONCE, timeout: '0.12:00:00' } }] },
      },
      {
        what: 'a repeat within half a minute',
        bad: { activities: [{ ...wait, policy: { ...ONCE, retryIntervalInSeconds: 29 } }] },
        setting: 'retryIntervalInSeconds',
        good: { activities: [{ ...wait, policy: { ...ONCE, retryIntervalInSeconds: 31 } }] },
      },
      { what: 'an empty pipeline', bad: { activities: [] }, setting: 'number of activities', good: {} },
    ],
  );
});
