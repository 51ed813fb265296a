import { Catalog } from '../../constructs/governance/catalog';
import type { CatalogProps } from '../../constructs/governance/catalog-props';
import { Names } from '../../constructs/base/naming';
import { LakeNetwork } from '../../constructs/network/lake-network';
import type { LakeNetworkProps } from '../../constructs/network/lake-network-props';
import { StudioHub } from '../../constructs/network/studio-hub';
import type { StudioHubProps } from '../../constructs/network/studio-hub-props';
import { ActivityAlert } from '../../constructs/observability/activity-alert';
import type { ActivityAlertProps } from '../../constructs/observability/activity-alert-props';
import { AlertContacts } from '../../constructs/observability/alert-contacts';
import type { AlertContactsProps } from '../../constructs/observability/alert-contacts-props';
import { LakeDashboard } from '../../constructs/observability/lake-dashboard';
import type { LakeDashboardProps } from '../../constructs/observability/lake-dashboard-props';
import { QualityWorkbook } from '../../constructs/observability/quality-workbook';
import type { QualityWorkbookProps } from '../../constructs/observability/quality-workbook-props';
import { TARGETS } from '../../environments/settings/targets';
import * as parts from './parts';
import { DIAGNOSTICS, LOCK, STANDARD, TAGS } from './standard';
import { subject, synthesized, type Subject } from './subject';

const { PLACE } = parts;

export const watchingSubjects: readonly Subject[] = [
  subject<Omit<ActivityAlertProps, 'contacts'>>(
    'ActivityAlertProps',
    {
      name: 'lock-removed',
      resourceGroupName: PLACE.resourceGroupName,
      description: 'Somebody removed a lock.',
      scope: parts.GROUP_ID,
      event: { kind: 'operation', operation: 'Microsoft.Authorization/locks/delete' },
    },
    synthesized((stack, props) => new ActivityAlert(stack, 'Subject', { ...props, contacts: parts.contacts(stack) })),
    { ...TAGS },
  ),
  subject<AlertContactsProps>(
    'AlertContactsProps',
    { ...PLACE, name: 'ag-test', shortName: 'test', contacts: [{ name: 'me', email: 'me@example.com' }] },
    synthesized((stack, props) => new AlertContacts(stack, 'Subject', props)),
    { ...TAGS },
  ),
  subject<Omit<LakeDashboardProps, 'logs' | 'storage' | 'factory'>>(
    'LakeDashboardProps',
    { ...PLACE, name: 'dash-test', title: 'Test', targets: TARGETS, sparkPools: [] },
    synthesized((stack, props) => {
      const storage = parts.storage(stack);
      const made = { logs: parts.logs(stack), storage, factory: parts.factory(stack, storage) };
      return new LakeDashboard(stack, 'Subject', { ...props, ...made });
    }),
    { ...TAGS },
  ),
  subject<Omit<QualityWorkbookProps, 'logs'>>(
    'QualityWorkbookProps',
    { ...PLACE, seed: 'test', title: 'Test', targets: TARGETS },
    synthesized((stack, props) => new QualityWorkbook(stack, 'Subject', { ...props, logs: parts.logs(stack) })),
    { ...TAGS },
  ),
  subject<CatalogProps>(
    'CatalogProps',
    { ...PLACE, name: 'pview-test' },
    synthesized((stack, props) => new Catalog(stack, 'Subject', props)),
    {
      ...STANDARD,
      publicAccess: { same: true, other: false },
      privateEndpoints: { same: [], other: [parts.endpoint('account')] },
      protectData: { same: true, other: false },
    },
  ),
  subject<LakeNetworkProps>(
    'LakeNetworkProps',
    {
      ...PLACE,
      names: new Names({ workload: 'lake', environment: 'test', location: 'eastus', seed: 'a network' }),
      addressSpace: '10.20.0.0/22',
    },
    synthesized((stack, props) => new LakeNetwork(stack, 'Subject', props)),
    { ...DIAGNOSTICS, ...LOCK },
  ),
  subject<StudioHubProps>(
    'StudioHubProps',
    { ...PLACE, name: 'synplhtest' },
    synthesized((stack, props) => new StudioHub(stack, 'Subject', props)),
    { ...TAGS, ...LOCK, privateEndpoints: { same: [], other: [parts.endpoint('Web')] } },
  ),
];
