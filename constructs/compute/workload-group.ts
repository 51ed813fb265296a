import { SynapseSqlPoolWorkloadClassifier } from '@cdktf/provider-azurerm/lib/synapse-sql-pool-workload-classifier';
import { SynapseSqlPoolWorkloadGroup } from '@cdktf/provider-azurerm/lib/synapse-sql-pool-workload-group';
import type { Construct } from 'constructs';
import { Judged } from '../base/judged';
import { minutesOfDay } from '../../environments/settings/online-window';
import { IMPORTANCES, type ClassifierSettings } from '../../environments/settings/workload';
import { requireInteger, requireOneOf, requireThat } from '../base/checks';
import type { WorkloadGroupProps } from './workload-group-props';

const NAME = /^[A-Za-z_][A-Za-z0-9_]{0,127}$/;

/** Percent that one query gets at least on the smallest pool, whatever the group says. */
const LEAST_ON_DW100C = 25;

/**
 * A workload group of a dedicated SQL pool and the classifiers that fill it.
 *
 * The sum over all groups of a pool is judged where they are put together: the policy `sql-workload-groups`.
 *
 * @throws ConfigurationError for a minimum over the maximum, a share a query that does not divide the minimum or lies below
 * what the pool gives, nobody to classify, or times that are no `HH:MM`
 *
 * @example
 * new WorkloadGroup(stack, 'Loading', {
 *   pool: sqlPool,
 *   name: 'loading',
 *   minPercent: 25,
 *   maxPercent: 100,
 *   percentPerQuery: 25,
 *   classifiers: [{ name: 'loader', member: 'loader' }],
 * });
 */
export class WorkloadGroup extends Judged {
  readonly group: SynapseSqlPoolWorkloadGroup;

  constructor(scope: Construct, id: string, props: WorkloadGroupProps) {
    super(scope, id);
    const { name, pool, minPercent, maxPercent, percentPerQuery, classifiers } = props;
    const importance = props.importance ?? 'normal';
    const timeoutSeconds = props.timeoutSeconds ?? 3600;
    this.checkName('name', name);
    requireOneOf(this, 'importance', importance, IMPORTANCES, 'Choose one of them.');
    requireInteger(this, 'maxPercent', maxPercent, { min: 1, max: 100 }, 'State percent of the pool.');
    requireInteger(this, 'minPercent', minPercent, { min: 0, max: maxPercent }, 'Reserve at most what may be taken.');
    requireInteger(
      this,
      'timeoutSeconds',
      timeoutSeconds,
      { min: 60, max: 86_400 },
      'Choose a time between a minute and a day.',
    );
    this.checkShare(props);
    requireThat(this, () => classifiers.length > 0, {
      setting: 'classifiers',
      value: classifiers,
      allowed: 'at least one',
      remedy: 'Add at least one classifier: an empty group still reserves its minimum.',
    });
    this.group = new SynapseSqlPoolWorkloadGroup(this, 'Resource', {
      name,
      sqlPoolId: pool.pool.id,
      minResourcePercent: minPercent,
      maxResourcePercent: maxPercent,
      minResourcePercentPerRequest: percentPerQuery,
      maxResourcePercentPerRequest: percentPerQuery,
      importance,
      queryExecutionTimeoutInSeconds: timeoutSeconds,
    });
    classifiers.forEach((classifier) => this.classify(classifier, importance));
  }

  private classify({ name, member, label, between }: ClassifierSettings, importance: string): void {
    this.checkName('classifiers.name', name);
    for (const [setting, time] of Object.entries(between ?? {})) {
      requireThat(this, () => minutesOfDay(time) !== undefined, {
        setting: `classifiers.${name}.between.${setting}`,
        value: time,
        allowed: 'HH:MM in UTC',
        remedy: 'Write the time of day in UTC, such as 07:00.',
      });
    }
    new SynapseSqlPoolWorkloadClassifier(this, `Classifier-${name}`, {
      name,
      workloadGroupId: this.group.id,
      memberName: member,
      importance,
      ...(label === undefined ? {} : { label }),
      ...(between === undefined ? {} : { startTime: between.from, endTime: between.to }),
    });
  }

  private checkShare({ percentPerQuery, minPercent, maxPercent, pool }: WorkloadGroupProps): void {
    const least = pool.sku === 'DW100c' ? LEAST_ON_DW100C : 0.75;
    requireThat(this, () => percentPerQuery >= least && percentPerQuery <= maxPercent, {
      setting: 'percentPerQuery',
      value: percentPerQuery,
      allowed: `${String(least)} to ${String(maxPercent)} on ${pool.sku}`,
      remedy: 'Use a larger pool for more concurrent queries: Azure silently raises smaller shares.',
    });
    requireThat(this, () => minPercent === 0 || Number.isInteger(minPercent / percentPerQuery), {
      setting: 'percentPerQuery',
      value: percentPerQuery,
      allowed: `a part of minPercent ${String(minPercent)} without rest`,
      remedy: 'Choose a value that divides minPercent evenly: the remainder would be unusable.',
    });
  }

  private checkName(setting: string, value: string): void {
    requireThat(this, () => NAME.test(value), {
      setting,
      value,
      allowed: '1 to 128 letters, digits and underscores, no digit first',
      remedy: 'Rename it; it is an identifier of SQL.',
    });
  }
}
