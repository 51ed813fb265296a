import { ResourceGroup } from '@cdktf/provider-azurerm/lib/resource-group';
import type { App } from 'cdktf';
import {
  AlertContacts,
  LakeStorage,
  LakeVault,
  LogWorkspace,
  MonthlyBudget,
  Names,
  QueryAlert,
} from '../../constructs';
import { loadContracts } from '../../contracts';
import { dev } from '../../environments/dev';
import { AzureStack } from '../../stacks';

/** Storage, vault and logs of a lake, for a team that brings its own compute: no `Lakehouse`. */
export function addParts(app: App): void {
  const { location, tenantId, access, budget } = dev;
  const stack = new AzureStack(app, 'dev', dev);
  const names = new Names({ workload: 'parts', environment: 'dev', location, seed: 'your-company/parts' });
  const group = new ResourceGroup(stack, 'Group', { name: names.of(stack, 'resourceGroup'), location });
  const place = { resourceGroupName: group.name, location };
  const logName = names.of(stack, 'logWorkspace');
  const logs = new LogWorkspace(stack, 'Logs', { ...place, name: logName, dailyCapGb: 1, retentionDays: 30 });
  const diagnostics = { logWorkspaceId: logs.workspace.id };
  new LakeVault(stack, 'Vault', {
    ...place,
    name: names.of(stack, 'keyVault'),
    tenantId,
    softDeleteDays: 7,
    diagnostics,
  });
  const storage = new LakeStorage(stack, 'Storage', {
    ...place,
    name: names.of(stack, 'storageAccount'),
    replication: 'LRS',
    contracts: loadContracts('contracts/tables'),
    diagnostics,
  });
  const analysts = { id: 'Analysts', principalId: access.analysts.objectId, type: 'Group' } as const;
  storage.grantRead('gold', analysts, 'Analysts query gold tables with their own tools.');
  const contacts = new AlertContacts(stack, 'Contacts', {
    name: names.of(stack, 'actionGroup'),
    shortName: names.of(stack, 'actionGroupShort'),
    resourceGroupName: group.name,
    contacts: dev.contacts,
  });
  new MonthlyBudget(stack, 'Budget', {
    name: names.of(stack, 'budget'),
    resourceGroupId: group.id,
    monthlyUsd: budget.monthlyUsd,
    startDate: budget.startDate,
    contacts,
    emails: dev.contacts.map(({ email }) => email),
  });
  new QueryAlert(stack, 'LogCap', {
    ...place,
    name: 'log-cap-reached',
    description: 'The daily cap of the logs is reached: find what grew, or raise it.',
    query: '_LogOperation | where Category =~ "Ingestion" | where Detail contains "OverQuota"',
    operator: 'GreaterThan',
    threshold: 0,
    severity: 1,
    frequency: 'PT15M',
    window: 'PT30M',
    logs,
    contacts,
  });
}
