import { LogAnalyticsWorkspace } from '@cdktf/provider-azurerm/lib/log-analytics-workspace';
import type { Construct } from 'constructs';
import { Judged } from '../base/judged';
import { requireInteger, requireThat } from '../base/checks';
import { checkName } from '../base/naming';
import type { Grantee } from '../security/grantee';
import { RoleGrant } from '../security/role-grant';
import { applyStandardProps, applyTags } from '../base/standard';
import { Diagnostics } from './diagnostics';
import type { LogWorkspaceProps } from './log-workspace-props';

/** Smallest cap that Azure takes. */
const SMALLEST_CAP_GB = 0.023;

/**
 * The Log Analytics workspace of a lake, with a cap on what a day may cost.
 *
 * @throws ConfigurationError for a cap Azure does not take, or a retention outside 30 to 730 days
 *
 * @example
 * const logs = new LogWorkspace(stack, 'Logs', {
 *   name: names.of(stack, 'logWorkspace'),
 *   resourceGroupName: group.name,
 *   location: environment.location,
 *   dailyCapGb: 10,
 *   retentionDays: 90,
 * });
 */
export class LogWorkspace extends Judged {
  readonly workspace: LogAnalyticsWorkspace;

  constructor(scope: Construct, id: string, props: LogWorkspaceProps) {
    super(scope, id);
    const { dailyCapGb } = props;
    const retentionInDays = props.retentionDays ?? 31;
    requireThat(this, () => dailyCapGb === -1 || dailyCapGb >= SMALLEST_CAP_GB, {
      setting: 'dailyCapGb',
      value: dailyCapGb,
      allowed: `-1 for no cap, or at least ${String(SMALLEST_CAP_GB)}`,
      remedy: 'Choose about twice the volume of a normal day.',
    });
    requireInteger(this, 'retentionDays', retentionInDays, { min: 30, max: 730 }, 'Archive what is older in the lake.');
    this.workspace = new LogAnalyticsWorkspace(this, 'Resource', {
      name: checkName(this, 'logWorkspace', props.name),
      resourceGroupName: props.resourceGroupName,
      location: props.location,
      sku: 'PerGB2018',
      dailyQuotaGb: dailyCapGb,
      retentionInDays,
      localAuthenticationEnabled: false,
    });
    applyTags(this.workspace, props);
    if (props.logsItself ?? true) new Diagnostics(this, 'Diagnostics', this.workspace, this.workspace.id);
    applyStandardProps(this, this.workspace, props);
  }

  grantRead(grantee: Grantee, reason: string): RoleGrant {
    return new RoleGrant(this, `Read-${grantee.id}`, {
      scope: this.workspace.id,
      role: { name: 'Log Analytics Reader' },
      grantee,
      reason,
    });
  }
}
