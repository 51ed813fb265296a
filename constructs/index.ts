/** Public constructs: what a program of one's own composes. The list of exported names is frozen by a test. */
export { ConfigurationError, type Refusal } from './base/checks';
export { protectBelow } from './base/keeps-data';
export { Names, type NamingProps } from './base/naming';
export type {
  CustomerManagedKeySettings,
  DiagnosticsSettings,
  LockSettings,
  PrivateEndpointSettings,
  WithCustomerManagedKey,
  WithDiagnostics,
  WithLock,
  WithPrivateEndpoints,
  WithTags,
} from './base/standard-props';
export { SparkPool } from './compute/spark-pool';
export type { SparkLineage, SparkLogShipping, SparkPoolProps } from './compute/spark-pool-props';
export { SpotBatchPool } from './compute/spot-batch-pool';
export type { SpotBatchPoolProps } from './compute/spot-batch-pool-props';
export { SqlPool } from './compute/sql-pool';
export { SqlPoolAction } from './compute/sql-pool-action';
export type { SqlPoolActionProps } from './compute/sql-pool-action-props';
export type { SqlPoolProps } from './compute/sql-pool-props';
export { SqlPoolScheduler } from './compute/sql-pool-scheduler';
export type { ScheduledPool, SqlPoolSchedulerProps } from './compute/sql-pool-scheduler-props';
export { WorkloadGroup } from './compute/workload-group';
export type { WorkloadGroupProps } from './compute/workload-group-props';
export { Workspace } from './compute/workspace';
export type { PrimaryFilesystem, WorkspaceProps } from './compute/workspace-props';
export { CostExport } from './cost/cost-export';
export type { CostExportProps } from './cost/cost-export-props';
export { CostMails } from './cost/cost-mails';
export type { CostMailsProps } from './cost/cost-mails-props';
export { MonthlyBudget } from './cost/monthly-budget';
export type { BudgetDimension, BudgetFilter, BudgetThreshold, MonthlyBudgetProps } from './cost/monthly-budget-props';
export { Catalog } from './governance/catalog';
export type { CatalogProps } from './governance/catalog-props';
export { DeleteLock } from './governance/delete-lock';
export type { DeleteLockProps } from './governance/delete-lock-props';
export { PolicyGuard } from './governance/policy-guard';
export type { PolicyGuardProps } from './governance/policy-guard-props';
export { tagAll } from './governance/standard-tags';
export { Lakehouse } from './lakehouse/lakehouse';
export type { LakehouseProps } from './lakehouse/lakehouse-props';
export type {
  DeltaTables,
  LakehouseModule,
  LifecycleRulesModule,
  SparkPoolModule,
  SqlPoolModule,
  StorageAccountModule,
  SynapseWorkspaceModule,
} from './lakehouse/module-props';
export { ExistingNetwork } from './network/existing-network';
export { ipRange, type IpRange } from './network/ip-range';
export { LakeNetwork } from './network/lake-network';
export type { LakeNetworkProps } from './network/lake-network-props';
export { networkAccess, type NetworkAccess, type Reach } from './network/network-access';
export { PrivateEndpoint } from './network/private-endpoint';
export type { PrivateEndpointProps } from './network/private-endpoint-props';
export type { PrivateNetwork } from './network/private-network';
export { StudioHub } from './network/studio-hub';
export type { StudioHubProps } from './network/studio-hub-props';
export { ActivityAlert } from './observability/activity-alert';
export type { ActivityAlertProps, ActivityEvent } from './observability/activity-alert-props';
export { AlertContacts } from './observability/alert-contacts';
export type { AlertContactsProps } from './observability/alert-contacts-props';
export { Diagnostics } from './observability/diagnostics';
export { LakeAlerts } from './observability/lake-alerts';
export type { LakeAlertsProps } from './observability/lake-alerts-props';
export { LakeDashboard } from './observability/lake-dashboard';
export type { LakeDashboardProps } from './observability/lake-dashboard-props';
export { LogWorkspace } from './observability/log-workspace';
export type { LogWorkspaceProps } from './observability/log-workspace-props';
export { MetricAlert } from './observability/metric-alert';
export type { AlertFrequency, AlertWindow, MetricAlertProps } from './observability/metric-alert-props';
export { QualityWorkbook } from './observability/quality-workbook';
export type { QualityWorkbookProps } from './observability/quality-workbook-props';
export { QueryAlert } from './observability/query-alert';
export type { QueryAlertProps, QueryFrequency, QueryMeasure, QueryWindow } from './observability/query-alert-props';
export { ArrivalTrigger } from './orchestration/arrival-trigger';
export type { ArrivalTriggerProps } from './orchestration/arrival-trigger-props';
export { Factory } from './orchestration/factory';
export type { FactoryProps } from './orchestration/factory-props';
export { IngestPipeline } from './orchestration/ingest-pipeline';
export type { IngestPipelineProps } from './orchestration/ingest-pipeline-props';
export { JobPipeline } from './orchestration/job-pipeline';
export type { EmbeddedParameter, JobPipelineProps } from './orchestration/job-pipeline-props';
export { MedallionPipeline } from './orchestration/medallion-pipeline';
export type { MedallionPipelineProps } from './orchestration/medallion-pipeline-props';
export { ScheduleTrigger } from './orchestration/schedule-trigger';
export type { ScheduleTriggerProps } from './orchestration/schedule-trigger-props';
export { TenantPipeline } from './orchestration/tenant-pipeline';
export type { TenantFigures, TenantPipelineProps } from './orchestration/tenant-pipeline-props';
export { LakeBackup } from './recovery/lake-backup';
export type { BackedUpTenant, LakeBackupProps } from './recovery/lake-backup-props';
export type { CustomerManagedKey } from './security/customer-managed-key';
export { EncryptionKey } from './security/encryption-key';
export type { EncryptionKeyProps } from './security/encryption-key-props';
export type { Grantee } from './security/grantee';
export { LakeKeys, type LakeKeysProps } from './security/lake-keys';
export { LakeVault } from './security/lake-vault';
export type { LakeVaultProps } from './security/lake-vault-props';
export { RoleGrant } from './security/role-grant';
export type { RoleGrantProps } from './security/role-grant-props';
export { SynapseGrant } from './security/synapse-grant';
export type { SynapseGrantProps, SynapseRole } from './security/synapse-grant-props';
export { BlobInventory, type BlobInventoryProps } from './storage/blob-inventory';
export type { ContainerName, ContainerSpec } from './storage/containers';
export { LakeAccount } from './storage/lake-account';
export type { AccountProps, LakeAccountProps } from './storage/lake-account-props';
export { LakeStorage } from './storage/lake-storage';
export type { LakeStorageProps } from './storage/lake-storage-props';
export { LifecyclePolicy } from './storage/lifecycle-policy';
export type { LifecyclePolicyProps } from './storage/lifecycle-policy-props';
export { Tenant } from './tenancy/tenant';
export type { TenantProps } from './tenancy/tenant-props';
