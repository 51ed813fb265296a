import { ResourceGroupCostManagementExport } from '@cdktf/provider-azurerm/lib/resource-group-cost-management-export';
import { Fn } from 'cdktf';
import type { Construct } from 'constructs';
import { Judged } from '../base/judged';
import { requireThat } from '../base/checks';
import type { CostExportProps } from './cost-export-props';

/**
 * The bill of a resource group, this month's rows so far, every day as CSV into a container: the lake can report on its own
 * cost like on any other source.
 *
 * @throws ConfigurationError for a name or folder that Azure refuses
 *
 * @example
 * new CostExport(stack, 'CostExport', {
 *   name: 'cost-lake-prod',
 *   resourceGroupId: group.id,
 *   container: storage.container('landing'),
 * });
 */
export class CostExport extends Judged {
  readonly export: ResourceGroupCostManagementExport;

  constructor(scope: Construct, id: string, props: CostExportProps) {
    super(scope, id);
    const rootFolderPath = props.folder ?? 'cost';
    requireThat(this, () => /^[A-Za-z0-9][A-Za-z0-9-]{2,63}$/.test(props.name), {
      setting: 'name',
      value: props.name,
      allowed: '3 to 64 letters, digits and hyphens',
      remedy: 'Rename the export.',
    });
    requireThat(this, () => /^[a-z0-9][a-z0-9_/-]*[a-z0-9]$/.test(rootFolderPath), {
      setting: 'folder',
      value: rootFolderPath,
      allowed: 'a path of lower-case letters, digits, _ and -, without slash at its ends',
      remedy: 'Write it like the path of a source.',
    });
    this.export = new ResourceGroupCostManagementExport(this, 'Resource', {
      name: props.name,
      resourceGroupId: props.resourceGroupId,
      recurrenceType: 'Daily',
      // Both have to lie ahead when it is made, and a pinned date would rot: Terraform sets them once, on creation.
      recurrencePeriodStartDate: Fn.timeadd(Fn.plantimestamp(), '24h'),
      recurrencePeriodEndDate: Fn.timeadd(Fn.plantimestamp(), '87600h'),
      fileFormat: 'Csv',
      exportDataOptions: { type: 'ActualCost', timeFrame: 'MonthToDate' },
      exportDataStorageLocation: { containerId: props.container.id, rootFolderPath: `/${rootFolderPath}` },
      lifecycle: { ignoreChanges: ['recurrence_period_start_date', 'recurrence_period_end_date'] },
    });
  }
}
