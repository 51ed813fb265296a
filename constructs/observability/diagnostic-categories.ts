/** What one diagnostic setting of a resource takes. */
export interface DiagnosticCategories {
  /** Below the resource's id; storage logs hang on its blob service, the account itself has none. */
  readonly below: '' | '/blobServices/default';
  readonly logs: readonly string[];
  /** What the type could log as well, for who asks for it by name. */
  readonly further: readonly string[];
  /** Named one by one, because storage answers `AllMetrics` with its categories, which is a change in every plan. */
  readonly metrics: readonly string[];
  /** Own tables instead of the one of old; only where Azure lets us choose. */
  readonly destination?: 'Dedicated';
}

/**
 * Every resource type that logs, with the categories we take (Azure Monitor documentation).
 *
 * StorageRead is left out unless an environment asks for it (`storage.readLogs`): on a Spark lake it is the largest cost of a
 * log workspace.
 */
export const DIAGNOSED = {
  azurerm_storage_account: {
    below: '/blobServices/default',
    logs: ['StorageWrite', 'StorageDelete'],
    further: ['StorageRead'],
    metrics: ['Transaction'],
  },
  azurerm_key_vault: { below: '', logs: ['AuditEvent', 'AzurePolicyEvaluationDetails'], further: [], metrics: [] },
  azurerm_log_analytics_workspace: { below: '', logs: ['Audit'], further: ['SummaryLogs'], metrics: [] },
  azurerm_synapse_workspace: {
    below: '',
    logs: [
      'SynapseRbacOperations',
      'GatewayApiRequests',
      'BuiltinSqlReqsEnded',
      'IntegrationPipelineRuns',
      'IntegrationActivityRuns',
      'IntegrationTriggerRuns',
    ],
    further: ['SynapseLinkEvent', 'SQLSecurityAuditEvents'],
    metrics: [],
  },
  azurerm_synapse_spark_pool: { below: '', logs: ['BigDataPoolAppsEnded'], further: [], metrics: [] },
  azurerm_synapse_sql_pool: {
    below: '',
    logs: ['SqlRequests', 'RequestSteps', 'ExecRequests', 'DmsWorkers', 'Waits'],
    further: ['SQLSecurityAuditEvents'],
    metrics: [],
  },
  azurerm_data_factory: {
    below: '',
    logs: ['PipelineRuns', 'ActivityRuns', 'TriggerRuns'],
    further: ['SandboxPipelineRuns', 'SandboxActivityRuns'],
    metrics: ['AllMetrics'],
    destination: 'Dedicated',
  },
  azurerm_purview_account: {
    below: '',
    logs: ['ScanStatusLogEvent', 'Security'],
    // One line an asset and scan.
    further: ['DataSensitivityLogEvent'],
    metrics: [],
  },
  azurerm_network_security_group: {
    below: '',
    logs: ['NetworkSecurityGroupEvent', 'NetworkSecurityGroupRuleCounter'],
    further: [],
    metrics: [],
  },
  azurerm_kubernetes_cluster: {
    below: '',
    logs: ['kube-apiserver', 'kube-audit-admin', 'cluster-autoscaler', 'guard'],
    // Every read of every controller: more than the whole lake logs otherwise.
    further: ['kube-audit', 'kube-controller-manager', 'kube-scheduler', 'cloud-controller-manager'],
    metrics: [],
    destination: 'Dedicated',
  },
  azurerm_automation_account: { below: '', logs: ['JobLogs', 'JobStreams', 'AuditEvent'], further: [], metrics: [] },
} as const satisfies Readonly<Record<string, DiagnosticCategories>>;

/** Reads of a storage account, where they are audited. */
export const READ_LOG = 'StorageRead';

/** Statements at an SQL endpoint, where they are audited. */
export const SQL_AUDIT = 'SQLSecurityAuditEvents';

/** What a type logs here, and statements at its SQL endpoint beside it. */
export function withSqlAudit(type: 'azurerm_synapse_workspace' | 'azurerm_synapse_sql_pool'): readonly string[] {
  return [...DIAGNOSED[type].logs, SQL_AUDIT];
}

const PART = 'part of its parent, which logs for it';
const CONFIGURATION = 'configuration without a runtime; changes stand in the activity log';

/** Every other resource type of our stacks, with the reason why it has no diagnostic setting. */
export const NOT_DIAGNOSED: Readonly<Record<string, string>> = {
  azurerm_application_insights_workbook: 'a page of queries that stores nothing',
  azurerm_automation_job_schedule: PART,
  azurerm_automation_runbook: PART,
  azurerm_automation_schedule: PART,
  azurerm_consumption_budget_resource_group: CONFIGURATION,
  azurerm_cost_anomaly_alert: CONFIGURATION,
  azurerm_cost_management_scheduled_action: CONFIGURATION,
  azurerm_data_factory_custom_dataset: PART,
  azurerm_data_factory_integration_runtime_azure: PART,
  azurerm_data_factory_linked_custom_service: PART,
  azurerm_data_factory_linked_service_data_lake_storage_gen2: PART,
  azurerm_data_factory_linked_service_key_vault: PART,
  azurerm_data_factory_managed_private_endpoint: PART,
  azurerm_data_factory_pipeline: PART,
  azurerm_data_factory_trigger_blob_event: PART,
  azurerm_data_factory_trigger_schedule: PART,
  azurerm_key_vault_key: PART,
  azurerm_federated_identity_credential: 'part of its identity, whose sign-ins stand in the log of Entra ID',
  azurerm_kubernetes_cluster_node_pool: PART,
  azurerm_management_lock: CONFIGURATION,
  azurerm_monitor_action_group: CONFIGURATION,
  azurerm_monitor_activity_log_alert: CONFIGURATION,
  azurerm_monitor_diagnostic_setting: CONFIGURATION,
  azurerm_monitor_metric_alert: CONFIGURATION,
  azurerm_monitor_scheduled_query_rules_alert_v2: CONFIGURATION,
  azurerm_policy_definition: CONFIGURATION,
  azurerm_portal_dashboard: 'a page of queries that stores nothing',
  azurerm_network_security_rule: PART,
  azurerm_private_dns_zone: 'answers names and has no log category',
  azurerm_private_dns_zone_virtual_network_link: PART,
  azurerm_private_endpoint:
    'metrics only, of bytes that pass; what is asked of a resource stands in the log of the resource',
  azurerm_resource_group: 'a container of resources: its changes stand in the activity log of the subscription',
  azurerm_resource_group_template_deployment: CONFIGURATION,
  azurerm_resource_group_cost_management_export: CONFIGURATION,
  azurerm_resource_group_cost_management_view: CONFIGURATION,
  azurerm_resource_group_policy_assignment: CONFIGURATION,
  azurerm_role_assignment: CONFIGURATION,
  azurerm_role_definition: CONFIGURATION,
  azurerm_security_center_storage_defender: 'its findings are alerts of Defender for Cloud',
  azurerm_storage_container: PART,
  azurerm_storage_container_immutability_policy: PART,
  azurerm_storage_management_policy: PART,
  azurerm_subnet: PART,
  azurerm_subnet_network_security_group_association: CONFIGURATION,
  azurerm_synapse_firewall_rule: PART,
  azurerm_synapse_managed_private_endpoint: PART,
  azurerm_synapse_private_link_hub: 'serves the pages of Synapse Studio and logs nothing',
  azurerm_synapse_role_assignment: 'logged by the workspace as SynapseRbacOperations',
  azurerm_synapse_sql_pool_workload_classifier: PART,
  azurerm_synapse_sql_pool_workload_group: PART,
  azurerm_synapse_workspace_aad_admin: PART,
  azurerm_synapse_workspace_extended_auditing_policy: 'what it audits arrives as a category of the workspace',
  azurerm_synapse_workspace_key: PART,
  azurerm_user_assigned_identity: 'sign-ins stand in the log of Entra ID',
  azurerm_virtual_network:
    'its one category speaks of DDoS protection plans, which a network without public addresses has no use for',
  terraform_data: 'it stands in the state of Terraform only',
};
