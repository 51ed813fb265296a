import { SparkPool } from '../../constructs/compute/spark-pool';
import type { SparkPoolProps } from '../../constructs/compute/spark-pool-props';
import { SpotBatchPool } from '../../constructs/compute/spot-batch-pool';
import type { SpotBatchPoolProps } from '../../constructs/compute/spot-batch-pool-props';
import { SqlPool } from '../../constructs/compute/sql-pool';
import type { SqlPoolProps } from '../../constructs/compute/sql-pool-props';
import { WorkloadGroup } from '../../constructs/compute/workload-group';
import type { WorkloadGroupProps } from '../../constructs/compute/workload-group-props';
import { EXAMPLE_GROUPS, EXAMPLE_TENANT } from '../../environments/example-identities';
import { PLACE, WORKSPACE_ID } from './parts';
import { DIAGNOSTICS, STANDARD, TAGS } from './standard';
import { subject, synthesized, type Subject } from './subject';

export const computeSubjects: readonly Subject[] = [
  subject<SparkPoolProps>(
    'SparkPoolProps',
    { workspaceId: WORKSPACE_ID, name: 'batch', nodeSize: 'Small', minNodes: 3, maxNodes: 10, autoPauseMinutes: 5 },
    synthesized((stack, props) => new SparkPool(stack, 'Subject', props)),
    {
      cachePercent: { other: 50 },
      minExecutors: { same: 1, other: 2 },
      maxExecutors: { same: 9, other: 8 },
      packages: { same: [], other: ['pandas==2.2.3'] },
      conf: { same: {}, other: { 'spark.sql.ansi.enabled': 'true' } },
      logShipping: {
        other: { workspaceId: '11111111-2222-4333-8444-555555555555', vaultName: 'kv', secretName: 'logs' },
      },
      lineage: { other: { url: 'https://lineage.example.com', namespace: 'lake' } },
      ...DIAGNOSTICS,
      ...TAGS,
    },
  ),
  subject<SqlPoolProps>(
    'SqlPoolProps',
    { workspaceId: WORKSPACE_ID, name: 'serving', sku: 'DW100c', storage: 'GRS' },
    synthesized((stack, props) => new SqlPool(stack, 'Subject', props)),
    {
      geoBackup: { same: true, other: false },
      protectData: { same: true, other: false },
      workloadGroups: {
        same: [],
        other: [
          {
            name: 'loading',
            minPercent: 25,
            maxPercent: 100,
            percentPerQuery: 25,
            classifiers: [{ name: 'loader', member: 'loader' }],
          },
        ],
      },
      ...STANDARD,
    },
  ),
  subject<WorkloadGroupProps>(
    'WorkloadGroupProps',
    {
      pool: { pool: { id: `${WORKSPACE_ID}/sqlPools/serving` }, sku: 'DW100c' },
      name: 'loading',
      minPercent: 25,
      maxPercent: 100,
      percentPerQuery: 25,
      classifiers: [{ name: 'loader', member: 'loader' }],
    },
    synthesized((stack, props) => new WorkloadGroup(stack, 'Subject', props)),
    { importance: { same: 'normal', other: 'high' }, timeoutSeconds: { same: 3600, other: 60 } },
  ),
  subject<Omit<SpotBatchPoolProps, 'driverVmSize' | 'zones'>>(
    'SpotBatchPoolProps',
    {
      ...PLACE,
      name: 'aks-test',
      identityName: 'id-test',
      tenantId: EXAMPLE_TENANT,
      administratorGroupIds: [EXAMPLE_GROUPS.administrators.objectId],
      vmSize: 'Standard_D4s_v5',
      maxNodes: 10,
      maxPricePerHour: 0.5,
      subnetId: '/subscriptions/s/subnets/batch',
    },
    synthesized((stack, props) => new SpotBatchPool(stack, 'Subject', props)),
    {
      privateCluster: { same: true, other: false },
      ...STANDARD,
    },
  ),
];
