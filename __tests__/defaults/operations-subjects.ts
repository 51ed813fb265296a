import { StorageContainer } from '@cdktf/provider-azurerm/lib/storage-container';
import { CostExport } from '../../constructs/cost/cost-export';
import type { CostExportProps } from '../../constructs/cost/cost-export-props';
import { CostMails } from '../../constructs/cost/cost-mails';
import type { CostMailsProps } from '../../constructs/cost/cost-mails-props';
import { PolicyGuard } from '../../constructs/governance/policy-guard';
import type { PolicyGuardProps } from '../../constructs/governance/policy-guard-props';
import { IngestPipeline } from '../../constructs/orchestration/ingest-pipeline';
import type { IngestPipelineProps } from '../../constructs/orchestration/ingest-pipeline-props';
import { JobPipeline } from '../../constructs/orchestration/job-pipeline';
import type { JobPipelineProps } from '../../constructs/orchestration/job-pipeline-props';
import { MedallionPipeline } from '../../constructs/orchestration/medallion-pipeline';
import type { MedallionPipelineProps } from '../../constructs/orchestration/medallion-pipeline-props';
import { TenantPipeline } from '../../constructs/orchestration/tenant-pipeline';
import type { TenantPipelineProps } from '../../constructs/orchestration/tenant-pipeline-props';
import { LakeBackup } from '../../constructs/recovery/lake-backup';
import type { LakeBackupProps } from '../../constructs/recovery/lake-backup-props';
import { EXAMPLE_GROUPS } from '../../environments/example-identities';
import type { TerraformStack } from 'cdktf';
import { tableGraph } from '../../contracts/graph';
import { OPTIMIZER_JOB_FILE } from '../../contracts/release-layout';
import { prod } from '../../environments/prod';
import { chain, contract } from '../support/contracts';
import * as parts from './parts';
import { subject, synthesized, type Subject } from './subject';

const wired = (stack: TerraformStack): Pick<IngestPipelineProps, 'factory' | 'storage' | 'medallion'> => {
  const storage = parts.storage(stack);
  const factory = parts.factory(stack, storage);
  const wiring = { factory, storage, graph: tableGraph(chain), sparkPool: 'spbatch', schedule: prod.pipeline };
  return { factory, storage, medallion: new MedallionPipeline(stack, 'Medallion', wiring) };
};
const never = (): never => {
  throw new Error('Production has a second region.');
};
const RECOVERY = prod.recovery ?? never();
const wiring = { pointerDataset: 'p', synapseService: 's', sparkPool: 'spnorth', releasesUri: 'abfss://releases@st' };
const NORTH = { id: 'north', medallion: { wiring, parts: [] }, scratch: 'abfss://north-system@st/scratch/drill' };
const [EVENTS = contract('bronze.events')] = chain;

export const operationsSubjects: readonly Subject[] = [
  subject<CostMailsProps>(
    'CostMailsProps',
    { suffix: 'test', subscriptionId: 's', resourceGroupId: parts.GROUP_ID, title: 'test', emails: ['me@example.com'] },
    synthesized((stack, props) => new CostMails(stack, 'Subject', props)),
    { dayOfMonth: { same: 3, other: 4 } },
  ),
  subject<Omit<CostExportProps, 'container'>>(
    'CostExportProps',
    { name: 'cost-test', resourceGroupId: parts.GROUP_ID },
    synthesized((stack, props) => {
      const container = new StorageContainer(stack, 'Landing', { name: 'landing', storageAccountId: '/accounts/st' });
      return new CostExport(stack, 'Subject', { ...props, container });
    }),
    { folder: { same: 'cost', other: 'bill' } },
  ),
  subject<Omit<JobPipelineProps, 'factory' | 'medallion'>>(
    'JobPipelineProps',
    { name: 'maintenance', description: 'Compacts.', file: OPTIMIZER_JOB_FILE, parameters: { '--tables': '' } },
    synthesized((stack, props) => new JobPipeline(stack, 'Subject', { ...props, ...wired(stack) })),
    {
      timeout: { same: '0.02:00:00', other: '0.01:00:00' },
      args: { same: [], other: ['--z-order-by', 'id'] },
      retries: { same: 1, other: 0 },
      retrySeconds: { same: 120, other: 300 },
      schedule: { other: prod.pipeline },
    },
  ),
  subject<Pick<IngestPipelineProps, 'contract' | 'when'>>(
    'IngestPipelineProps',
    { contract: EVENTS },
    synthesized((stack, props) => new IngestPipeline(stack, 'Subject', { ...props, ...wired(stack) })),
    { when: { other: { on: 'arrival', endsWith: '_SUCCESS', active: true } } },
  ),
  subject<Omit<MedallionPipelineProps, 'factory' | 'storage'>>(
    'MedallionPipelineProps',
    { graph: tableGraph(chain), sparkPool: 'spbatch', schedule: prod.pipeline },
    synthesized((stack, props) => {
      const storage = parts.storage(stack);
      return new MedallionPipeline(stack, 'Subject', { ...props, storage, factory: parts.factory(stack, storage) });
    }),
    { sessions: { same: { form: 'table' }, other: { form: 'run' } } },
  ),
  subject<Omit<TenantPipelineProps, 'factory' | 'medallion' | 'figures'> & { readonly figures?: 'acme-system' }>(
    'TenantPipelineProps',
    { tenant: 'acme', graph: tableGraph(chain), sparkPool: 'synspacme' },
    synthesized((stack, { figures: container, ...props }) => {
      const { factory, medallion } = wired(stack);
      const figures = container === undefined ? {} : { figures: { service: factory.storageService, container } };
      return new TenantPipeline(stack, 'Subject', { ...props, ...figures, factory, medallion });
    }),
    {
      figures: { other: 'acme-system' },
      schedule: { other: prod.pipeline },
      sessions: { same: { form: 'table' }, other: { form: 'run' } },
    },
  ),
  subject<Pick<LakeBackupProps, 'settings' | 'account' | 'scratch' | 'tenants'>>(
    'LakeBackupProps',
    {
      settings: RECOVERY,
      account: { ...parts.PLACE, name: 'stlaketestbak', replication: 'LRS' },
      scratch: 'abfss://system@stlaketest.dfs.core.windows.net/scratch/drill',
    },
    synthesized((stack, props) => {
      const { factory, medallion } = wired(stack);
      const jobs = { id: 'Jobs', principalId: EXAMPLE_GROUPS.engineers.objectId, type: 'ServicePrincipal' } as const;
      return new LakeBackup(stack, 'Subject', { ...props, factory, medallion, jobs });
    }),
    { tenants: { same: [], other: [NORTH] } },
  ),
  subject<PolicyGuardProps>(
    'PolicyGuardProps',
    { suffix: 'test', resourceGroupId: parts.GROUP_ID, requiredTags: ['Owner'], allowedRegions: ['eastus'] },
    synthesized((stack, props) => new PolicyGuard(stack, 'Subject', props)),
    { enforce: { same: true, other: false } },
  ),
];
