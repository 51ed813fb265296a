import { MonitorMetricAlert } from '@cdktf/provider-azurerm/lib/monitor-metric-alert';
import type { Construct } from 'constructs';
import { Judged } from '../base/judged';
import { applyTags } from '../base/standard';
import { requireInteger, requireThat } from '../base/checks';
import { checkName } from '../base/naming';
import { ALERT_FREQUENCIES, ALERT_WINDOWS, type MetricAlertProps } from './metric-alert-props';

/** Metrics that storage measures once an hour, as an average, and no other way. */
const HOURLY_METRICS = ['UsedCapacity', 'BlobCapacity'];

/**
 * An alert on one metric of one resource.
 *
 * @throws ConfigurationError for a window that is not longer than the frequency, a capacity metric looked at more often than
 * it is measured, or a severity outside 0 to 4
 *
 * @example
 * const watched = { scope: vault.vault.id, namespace: 'Microsoft.KeyVault/vaults', metric: 'ServiceApiLatency' };
 * new MetricAlert(stack, 'VaultSlow', {
 *   ...watched,
 *   name: 'vault-slow',
 *   resourceGroupName: group.name,
 *   description: 'The vault takes more than a second to answer. Look for jobs that ask it in a loop.',
 *   aggregation: 'Average',
 *   threshold: 1000,
 *   frequency: 'PT5M',
 *   window: 'PT15M',
 *   contacts,
 * });
 */
export class MetricAlert extends Judged {
  readonly alert: MonitorMetricAlert;

  constructor(scope: Construct, id: string, props: MetricAlertProps) {
    super(scope, id);
    const { frequency, window, dimension } = props;
    const severity = props.severity ?? 2;
    this.check(props);
    requireInteger(
      this,
      'severity',
      severity,
      { min: 0, max: 4 },
      'Choose 0 to wake people up, up to 4 for the record.',
    );
    this.alert = new MonitorMetricAlert(this, 'Resource', {
      name: checkName(this, 'alert', props.name),
      resourceGroupName: props.resourceGroupName,
      description: props.description,
      scopes: [props.scope],
      frequency,
      windowSize: window,
      severity,
      autoMitigate: true,
      criteria: [
        {
          metricNamespace: props.namespace,
          metricName: props.metric,
          aggregation: props.aggregation,
          operator: props.operator ?? 'GreaterThan',
          threshold: props.threshold,
          ...(dimension === undefined
            ? {}
            : { dimension: [{ name: dimension.name, operator: 'Include', values: [...dimension.values] }] }),
        },
      ],
      action: [{ actionGroupId: props.contacts.group.id }],
    });
    applyTags(this.alert, props);
  }

  private check({ frequency, window, metric, aggregation }: MetricAlertProps): void {
    const [every, over] = [ALERT_FREQUENCIES[frequency], ALERT_WINDOWS[window]];
    requireThat(this, () => over > every || (window === 'PT1H' && frequency === 'PT1H'), {
      setting: 'window',
      value: window,
      allowed: `longer than the frequency ${frequency}, or both PT1H`,
      remedy: 'Widen the window, or look more often.',
    });
    if (!HOURLY_METRICS.includes(metric)) return;
    requireThat(this, () => frequency === 'PT1H' && over >= 60 && aggregation === 'Average', {
      setting: `frequency, window and aggregation of ${metric}`,
      value: [frequency, window, aggregation],
      allowed: 'PT1H, PT1H or longer, Average: storage measures it once an hour',
      remedy: 'Use PT1H for both.',
    });
  }
}
