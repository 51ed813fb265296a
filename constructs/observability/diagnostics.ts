import { MonitorDiagnosticSetting } from '@cdktf/provider-azurerm/lib/monitor-diagnostic-setting';
import type { TerraformResource } from 'cdktf';
import { Construct } from 'constructs';
import { refuse } from '../checks';
import { checkName } from '../naming';
import { DIAGNOSED, type DiagnosticCategories } from './diagnostic-categories';

/**
 * Sends what a resource logs to the lake's log workspace. It stands beside the resource, so that a lock on the resource's
 * scope finds it.
 *
 * @throws ConfigurationError for a type that has no diagnostic categories in our table
 */
export class Diagnostics extends Construct {
  readonly setting: MonitorDiagnosticSetting;

  constructor(
    scope: Construct,
    id: string,
    resource: TerraformResource & { readonly id: string },
    workspaceId: string,
  ) {
    super(scope, id);
    const categories = categoriesOf(resource.terraformResourceType);
    if (categories === undefined) {
      refuse(this, {
        setting: 'resource',
        value: resource.terraformResourceType,
        allowed: Object.keys(DIAGNOSED).join(', '),
        remedy: 'Add its categories, or the reason why it has none, to diagnostic-categories.ts.',
      });
    }
    const { below, logs, metrics, destination } = categories;
    this.setting = new MonitorDiagnosticSetting(this, 'Resource', {
      name: checkName(this, 'diagnosticSetting', 'medallion'),
      targetResourceId: `${resource.id}${below}`,
      logAnalyticsWorkspaceId: workspaceId,
      enabledLog: logs.map((category) => ({ category })),
      ...(metrics.length === 0 ? {} : { enabledMetric: metrics.map((category) => ({ category })) }),
      ...(destination === undefined ? {} : { logAnalyticsDestinationType: destination }),
    });
  }
}

function categoriesOf(type: string): DiagnosticCategories | undefined {
  const table: Readonly<Record<string, DiagnosticCategories>> = DIAGNOSED;
  return table[type];
}
