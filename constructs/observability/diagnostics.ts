import { MonitorDiagnosticSetting } from '@cdktf/provider-azurerm/lib/monitor-diagnostic-setting';
import type { TerraformResource } from 'cdktf';
import type { Construct } from 'constructs';
import { Judged } from '../base/judged';
import { refuse, requireOneOf, requireThat } from '../base/checks';
import { checkName } from '../base/naming';
import { DIAGNOSED, type DiagnosticCategories } from './diagnostic-categories';

const REMEDY = 'Name a category that the type has; metrics are sent as they are.';

/**
 * Sends what a resource logs to the lake's log workspace. It stands beside the resource, so that a lock on the resource's
 * scope finds it.
 *
 * @throws ConfigurationError for a type that has no diagnostic categories in our table, or a category that the type lacks:
 * Azure refuses those in the middle of a deployment
 *
 * @example
 * new Diagnostics(stack, 'FactoryLogs', factory.factory, logs.workspace.id);
 * new Diagnostics(stack, 'VaultLogs', vault.vault, logs.workspace.id, ['AuditEvent']);
 */
export class Diagnostics extends Judged {
  readonly setting: MonitorDiagnosticSetting;

  constructor(
    scope: Construct,
    id: string,
    resource: TerraformResource & { readonly id: string },
    workspaceId: string,
    logCategories?: readonly string[],
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
    const { below, metrics, destination } = categories;
    const offered = [...categories.logs, ...categories.further];
    const logs = logCategories ?? categories.logs;
    for (const category of logs) {
      requireOneOf(this, `log category of ${resource.terraformResourceType}`, category, offered, REMEDY);
    }
    requireThat(this, () => logs.length + metrics.length > 0, {
      setting: 'logCategories',
      value: logs,
      allowed: `one or more of ${offered.join(', ')}`,
      remedy: 'Name one, or leave the whole setting out.',
    });
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
