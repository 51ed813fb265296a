import { isTrue, judgeArguments, judgeBlocks, outcomeOf, shown } from '../policies/judge';
import { COMPLIANT } from '../policies/rule';
import { strings } from '../synthesized/values';
import { follow, isExpression } from '../synthesized/references';
import { objectAt } from '../shared/json';
import type { Together } from './together';

const CREATE_ONLY = ['purview_id', 'linking_allowed_for_aad_tenant_ids'];

/** Storage, keys, Synapse and AKS: arguments that Azure takes only together (azurerm 4.55 source, service documentation). */
export const LAKE_SETTINGS: readonly Together[] = [
  {
    type: 'azurerm_storage_account',
    remedy: 'Set is_hns_enabled to true and the firewall to Deny, or leave NFS out.',
    judge: (body) =>
      judgeArguments(body, ['nfsv3_enabled', 'is_hns_enabled', 'network_rules.default_action'], (nfs, hns, action) => {
        if (!isTrue(nfs)) return undefined;
        if (!isTrue(hns)) return `nfsv3_enabled is true and is_hns_enabled ${shown(hns)}; allowed: both.`;
        return action === 'Deny'
          ? undefined
          : `nfsv3_enabled is true and network_rules.default_action ${shown(action)}; allowed: "Deny", because NFS asks for no identity.`;
      }),
  },
  {
    type: 'azurerm_storage_account',
    remedy: 'Set is_hns_enabled to true, or leave SFTP out.',
    judge: (body) =>
      judgeArguments(body, ['sftp_enabled', 'is_hns_enabled'], (sftp, hns) =>
        isTrue(sftp) && !isTrue(hns)
          ? `sftp_enabled is true and is_hns_enabled ${shown(hns)}; allowed: SFTP on a hierarchical namespace only.`
          : undefined,
      ),
  },
  {
    type: 'azurerm_key_vault',
    remedy: 'Keep rbac_authorization_enabled, which replaces the other one.',
    judge: (body) =>
      outcomeOf(
        body['rbac_authorization_enabled'] !== undefined && body['enable_rbac_authorization'] !== undefined
          ? 'rbac_authorization_enabled and enable_rbac_authorization are set; allowed: one of them.'
          : undefined,
      ),
  },
  {
    type: 'azurerm_key_vault_key',
    remedy: "Set sku_name of the vault to premium, or take a key in software ('RSA', 'EC').",
    judge: (body, stack) => {
      const vault = follow(stack, body['key_vault_id'])?.body;
      if (vault === undefined) return COMPLIANT;
      const both = { key_type: body['key_type'] ?? null, sku_name: vault['sku_name'] ?? null };
      return judgeArguments(both, ['key_type', 'sku_name'], (type, sku) =>
        String(type).endsWith('-HSM') && String(sku).toLowerCase() !== 'premium'
          ? `key_type is ${shown(type)} and sku_name of its vault ${shown(sku)}; allowed: a key in hardware in a premium vault only.`
          : undefined,
      );
    },
  },
  {
    type: 'azurerm_synapse_spark_pool',
    remedy: 'Set dynamic_executor_allocation_enabled to true, or take out min_executors and max_executors.',
    judge: (body) =>
      judgeArguments(
        body,
        ['dynamic_executor_allocation_enabled', 'min_executors', 'max_executors'],
        (dynamic, min, max) =>
          !isTrue(dynamic) && (Number(min ?? 0) > 0 || Number(max ?? 0) > 0)
            ? `min_executors is ${shown(min)} and max_executors ${shown(max)} without dynamic_executor_allocation_enabled; allowed: neither.`
            : undefined,
      ),
  },
  {
    type: 'azurerm_synapse_sql_pool',
    remedy: 'Give the pool to recover, or the point in time to restore, or take create_mode out.',
    judge: (body) =>
      judgeArguments(body, ['create_mode'], (mode) => {
        if (mode === 'Recovery' && body['recovery_database_id'] === undefined) {
          return 'create_mode is "Recovery" and recovery_database_id is not set; allowed: both.';
        }
        return mode === 'PointInTimeRestore' && body['restore'] === undefined
          ? 'create_mode is "PointInTimeRestore" and restore is not set; allowed: both.'
          : undefined;
      }),
  },
  {
    type: 'azurerm_synapse_workspace',
    remedy: 'List the argument in lifecycle.ignore_changes: the provider sends it only when the workspace is made.',
    judge: (body) => {
      if (objectAt(body, 'lifecycle')['ignore_changes'] === 'all') return COMPLIANT;
      const ignored = strings(objectAt(body, 'lifecycle'), 'ignore_changes') ?? [];
      const open = CREATE_ONLY.filter((name) => body[name] !== undefined && !ignored.includes(name));
      return outcomeOf(
        open.length === 0 ? undefined : `${open.join(', ')} is set and not in lifecycle.ignore_changes; allowed: both.`,
      );
    },
  },
  {
    type: 'azurerm_kubernetes_cluster_node_pool',
    remedy: 'Set priority to Spot, or take the two arguments out.',
    judge: (body) =>
      judgeArguments(body, ['priority', 'spot_max_price', 'eviction_policy'], (priority, price, eviction) =>
        priority !== 'Spot' && ((price !== undefined && Number(price) !== -1) || eviction !== undefined)
          ? `spot_max_price is ${shown(price)} and eviction_policy ${shown(eviction)} with priority ${shown(priority ?? 'Regular')}; allowed: with Spot only.`
          : undefined,
      ),
  },
  {
    type: 'azurerm_kubernetes_cluster_node_pool',
    remedy: 'Set auto_scaling_enabled to true, or give node_count alone.',
    judge: (body) =>
      judgeArguments(body, ['auto_scaling_enabled', 'min_count', 'max_count'], (scaling, min, max) =>
        !isTrue(scaling) && (min !== undefined || max !== undefined)
          ? `min_count is ${shown(min)} and max_count ${shown(max)} without auto_scaling_enabled; allowed: neither.`
          : undefined,
      ),
  },
  {
    type: 'azurerm_data_factory',
    remedy: 'Write the value in the form of its type, or change the type.',
    judge: (body) =>
      judgeBlocks(body, 'global_parameter', (parameter) =>
        judgeArguments(parameter, ['name', 'type', 'value'], (name, type, value) =>
          isExpression(value) || fits(String(type), String(value))
            ? undefined
            : `global_parameter ${String(name)} of type ${String(type)} is ${shown(value)}; allowed: ${FORMS[String(type)] ?? 'a text'}.`,
        ),
      ),
  },
  {
    type: 'azurerm_data_factory_trigger_schedule',
    remedy: 'Take the schedule out, or run daily, weekly or monthly.',
    judge: (body) =>
      judgeArguments(body, ['frequency'], (frequency) => {
        const fine = frequency === 'Hour' || frequency === 'Minute' || frequency === undefined;
        return fine && body['schedule'] !== undefined
          ? `schedule is set with frequency ${shown(frequency)}; allowed: with Day, Week or Month.`
          : undefined;
      }),
  },
];

const FORMS: Readonly<Record<string, string>> = {
  Int: 'a whole number',
  Float: 'a number',
  Bool: 'true or false',
  Array: 'a JSON list',
  Object: 'a JSON object',
};

function fits(type: string, value: string): boolean {
  switch (type) {
    case 'Int':
      return /^-?\d+$/.test(value);
    case 'Float':
      return value.trim() !== '' && !Number.isNaN(Number(value));
    case 'Bool':
      return /^(?:true|false)$/i.test(value);
    case 'Array':
      return isJson(value, '[');
    case 'Object':
      return isJson(value, '{');
    default:
      return true;
  }
}

function isJson(text: string, first: string): boolean {
  try {
    JSON.parse(text);
    return text.trim().startsWith(first);
  } catch {
    return false;
  }
}
