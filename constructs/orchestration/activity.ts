import type { IConstruct } from 'constructs';
import { refuse, requireInteger, requireThat } from '../base/checks';
import { ACTIVITY_TYPES, type ActivityType } from '../../azure/activity-types';

/** One step of a Data Factory pipeline, in the words of its JSON. */
export interface Activity {
  readonly name: string;
  readonly type: ActivityType;
  readonly dependsOn: readonly ActivityDependency[];
  /** Of activities that do something; those that only steer (Fail) have none, and the provider would drop it. */
  readonly policy?: ActivityPolicy;
  readonly userProperties: readonly { readonly name: string; readonly value: string }[];
  readonly linkedServiceName?: FactoryReference<'LinkedServiceReference'>;
  readonly typeProperties: Readonly<Record<string, unknown>>;
}

export interface ActivityDependency {
  readonly activity: string;
  readonly dependencyConditions: readonly ('Succeeded' | 'Failed' | 'Skipped' | 'Completed')[];
}

export interface ActivityPolicy {
  /** `d.hh:mm:ss`. */
  readonly timeout: string;
  readonly retry: number;
  /** 30 to 86400. */
  readonly retryIntervalInSeconds: number;
  readonly secureInput: boolean;
  readonly secureOutput: boolean;
}

export interface FactoryReference<Type extends string> {
  readonly referenceName: string;
  readonly type: Type;
}

/** A value that Data Factory computes while the pipeline runs. */
export interface Expression {
  readonly value: string;
  readonly type: 'Expression';
}

/** Azure's limit for one pipeline. */
const MAX_ACTIVITIES = 80;

/**
 * Refuses activities that Azure would refuse only in the middle of a deployment, as unreadable bytes.
 *
 * @throws ConfigurationError for an unknown type, a name used twice, a dependency on an activity that is not there, a web
 * call with authentication (it never plans empty), or more activities than a pipeline takes
 */
export function checkActivities(scope: IConstruct, activities: readonly Activity[]): void {
  const names = activities.map(({ name }) => name);
  requireInteger(
    scope,
    'number of activities',
    activities.length,
    { min: 1, max: MAX_ACTIVITIES },
    'Split the pipeline.',
  );
  for (const activity of activities) {
    checkActivity(scope, activity);
    requireThat(scope, () => names.filter((name) => name === activity.name).length === 1, {
      setting: 'name of an activity',
      value: activity.name,
      allowed: 'a name that no other activity of the pipeline has',
      remedy: 'Rename one of them.',
    });
    for (const { activity: upstream } of activity.dependsOn) {
      requireThat(scope, () => names.includes(upstream) && upstream !== activity.name, {
        setting: `dependsOn of activity ${activity.name}`,
        value: upstream,
        allowed: `another activity of the pipeline: ${names.join(', ')}`,
        remedy: 'Correct the name; Data Factory refuses the whole pipeline otherwise.',
      });
    }
  }
}

function checkActivity(scope: IConstruct, { name, type, typeProperties, policy }: Activity): void {
  requireThat(scope, () => ACTIVITY_TYPES.includes(type), {
    setting: `type of activity ${name}`,
    value: type,
    allowed: ACTIVITY_TYPES.join(', '),
    remedy: 'Use a type that the provider knows.',
  });
  requireThat(scope, () => /^[A-Za-z0-9_][^<>*#.%&:\\+?/]{0,54}$/.test(name), {
    setting: 'name of an activity',
    value: name,
    allowed: '1 to 55 characters, a letter or digit first, no <>*#.%&:\\+?/',
    remedy: 'Rename it; an underscore does for a dot.',
  });
  if (policy !== undefined) checkPolicy(scope, name, policy);
  if ((type === 'WebActivity' || type === 'WebHook') && 'authentication' in typeProperties) {
    refuse(scope, {
      setting: `authentication of activity ${name}`,
      value: 'set',
      allowed: 'none: azurerm 4.55 plans a change of such a pipeline for ever',
      remedy: 'Make the call from an Automation runbook, as the SQL pool schedule does.',
    });
  }
}

function checkPolicy(scope: IConstruct, name: string, policy: ActivityPolicy): void {
  requireThat(scope, () => /^(\d+\.)?([01]\d|2[0-3]):[0-5]\d:[0-5]\d$/.test(policy.timeout), {
    setting: `timeout of activity ${name}`,
    value: policy.timeout,
    allowed: 'd.hh:mm:ss',
    remedy: 'Write two hours as 0.02:00:00.',
  });
  requireInteger(
    scope,
    `retryIntervalInSeconds of activity ${name}`,
    policy.retryIntervalInSeconds,
    { min: 30, max: 86_400 },
    'Wait at least half a minute.',
  );
}
