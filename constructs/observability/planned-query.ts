import type { AlertPlan } from './alert-plan';
import type { LakeAlertsProps } from './lake-alerts-props';
import { QueryAlert } from './query-alert';
import type { QueryAlertProps } from './query-alert-props';

/** Asked as often as costs no more: a rule at a quarter of an hour is fifty cents a month, and at an hour the same. */
export const OFTEN = { frequency: 'PT15M', window: 'PT1H' } as const;

type Query = Omit<QueryAlertProps, 'resourceGroupName' | 'location' | 'logs' | 'contacts' | 'threshold' | 'severity'>;

export function query<Name extends string>(
  { resourceGroupName, location, logs, contacts }: LakeAlertsProps,
  path: string,
  settings: Query & { readonly name: Name },
): Pick<AlertPlan, 'path' | 'make'> & { readonly id: Name } {
  return {
    id: settings.name,
    path,
    make: (scope, id, tuned) =>
      new QueryAlert(scope, id, { ...settings, ...tuned, resourceGroupName, location, logs, contacts }),
  };
}
