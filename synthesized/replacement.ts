import { isZonal } from '../azure/replication';
/**
 * Arguments whose change makes Terraform destroy the resource and create it anew, in azurerm 4.55.0.
 *
 * Only types this project writes are listed; `source` says where the fact was read. A path matches itself and all below it.
 */
export interface ReplacementFact {
  readonly type: string;
  readonly arguments: readonly string[];
  readonly source: string;
}

const PROVIDER = 'azurerm 4.55.0 provider source';

/** Every resource is addressed by these in Azure, so a change is always another resource. */
export const IDENTITY_ARGUMENTS: readonly string[] = ['name', 'location', 'resource_group_name'];

export const REPLACEMENT_FACTS: readonly ReplacementFact[] = [
  {
    type: 'azurerm_storage_account',
    arguments: [
      'account_kind',
      'account_tier',
      'is_hns_enabled',
      'nfsv3_enabled',
      'infrastructure_encryption_enabled',
      'queue_encryption_key_type',
      'table_encryption_key_type',
      'immutability_policy',
      'dns_endpoint_type',
    ],
    source: PROVIDER,
  },
  {
    type: 'azurerm_storage_container',
    arguments: ['storage_account_id', 'default_encryption_scope'],
    source: PROVIDER,
  },
  { type: 'azurerm_storage_management_policy', arguments: ['storage_account_id'], source: PROVIDER },
  {
    type: 'azurerm_synapse_workspace',
    arguments: [
      'managed_virtual_network_enabled',
      'data_exfiltration_protection_enabled',
      'compute_subnet_id',
      'managed_resource_group_name',
      'sql_administrator_login',
      'storage_data_lake_gen2_filesystem_id',
    ],
    source: PROVIDER,
  },
  { type: 'azurerm_synapse_spark_pool', arguments: ['synapse_workspace_id'], source: PROVIDER },
  {
    type: 'azurerm_synapse_sql_pool',
    arguments: [
      'synapse_workspace_id',
      'storage_account_type',
      'collation',
      'create_mode',
      'recovery_database_id',
      'restore',
    ],
    source: PROVIDER,
  },
  {
    type: 'azurerm_synapse_role_assignment',
    arguments: ['principal_id', 'role_name', 'synapse_workspace_id', 'synapse_spark_pool_id'],
    source: PROVIDER,
  },
  {
    type: 'azurerm_role_assignment',
    arguments: ['scope', 'principal_id', 'role_definition_name', 'role_definition_id', 'condition', 'principal_type'],
    source: PROVIDER,
  },
  { type: 'azurerm_key_vault', arguments: ['tenant_id', 'soft_delete_retention_days'], source: PROVIDER },
  { type: 'azurerm_key_vault_key', arguments: ['key_type', 'key_size', 'key_vault_id'], source: PROVIDER },
  {
    type: 'azurerm_data_factory_integration_runtime_azure',
    arguments: ['virtual_network_enabled', 'data_factory_id'],
    source: PROVIDER,
  },
  { type: 'azurerm_data_factory_pipeline', arguments: ['data_factory_id'], source: PROVIDER },
  {
    type: 'azurerm_consumption_budget_resource_group',
    arguments: ['resource_group_id', 'time_grain', 'time_period.start_date'],
    source: PROVIDER,
  },
  { type: 'azurerm_monitor_diagnostic_setting', arguments: ['target_resource_id'], source: PROVIDER },
];

/** Zone-redundant and other replications are two worlds: a move between them replaces the account. */

/** Whether changing the argument at `path` from `before` to `after` replaces a resource of `type`. */
export function replaces(type: string, path: string, before: unknown, after: unknown): boolean {
  if (type === 'azurerm_storage_account' && path === 'account_replication_type') {
    return isZonal(before) !== isZonal(after);
  }
  if (type === 'azurerm_data_factory' && path === 'managed_virtual_network_enabled') return before === true;
  const listed = REPLACEMENT_FACTS.filter((fact) => fact.type === type).flatMap((fact) => fact.arguments);
  return [...IDENTITY_ARGUMENTS, ...listed].some(
    (argument) => path === argument || path.startsWith(`${argument}.`) || path.startsWith(`${argument}[`),
  );
}
