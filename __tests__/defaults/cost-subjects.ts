import { StorageContainer } from '@cdktf/provider-azurerm/lib/storage-container';
import { CostExport } from '../../constructs/cost/cost-export';
import type { CostExportProps } from '../../constructs/cost/cost-export-props';
import { CostMails } from '../../constructs/cost/cost-mails';
import type { CostMailsProps } from '../../constructs/cost/cost-mails-props';
import { PolicyGuard } from '../../constructs/governance/policy-guard';
import type { PolicyGuardProps } from '../../constructs/governance/policy-guard-props';
import { GROUP_ID } from './parts';
import { subject, synthesized, type Subject } from './subject';

export const costSubjects: readonly Subject[] = [
  subject<CostMailsProps>(
    'CostMailsProps',
    { suffix: 'test', subscriptionId: 's', resourceGroupId: GROUP_ID, title: 'test', emails: ['me@example.com'] },
    synthesized((stack, props) => new CostMails(stack, 'Subject', props)),
    { dayOfMonth: { same: 3, other: 4 } },
  ),
  subject<Omit<CostExportProps, 'container'>>(
    'CostExportProps',
    { name: 'cost-test', resourceGroupId: GROUP_ID },
    synthesized((stack, props) => {
      const container = new StorageContainer(stack, 'Landing', { name: 'landing', storageAccountId: '/accounts/st' });
      return new CostExport(stack, 'Subject', { ...props, container });
    }),
    { folder: { same: 'cost', other: 'bill' } },
  ),
  subject<PolicyGuardProps>(
    'PolicyGuardProps',
    { suffix: 'test', resourceGroupId: GROUP_ID, requiredTags: ['Owner'], allowedRegions: ['eastus'] },
    synthesized((stack, props) => new PolicyGuard(stack, 'Subject', props)),
    { enforce: { same: true, other: false } },
  ),
];
