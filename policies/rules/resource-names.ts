import { judgeArguments, shown } from '../judge';
import { forEach, type Rule } from '../rule';
import { resourcesOfType } from '../../synthesized/stack';

/** What Azure, or the provider, takes as a name; a doubled hyphen in vaults and containers is refused by Azure only. */
const NAMES: Readonly<Record<string, RegExp>> = {
  azurerm_resource_group: /^(?!.*\.$)[-\w._()]{1,90}$/,
  azurerm_storage_account: /^[a-z0-9]{3,24}$/,
  azurerm_storage_container: /^(?:\$web|\$root|(?!.*--)[a-z0-9](?:[a-z0-9-]{1,61})[a-z0-9])$/,
  azurerm_storage_encryption_scope: /^[0-9a-zA-Z]{4,63}$/,
  azurerm_synapse_workspace: /^(?!.*-ondemand)[a-z0-9](?:[a-z0-9-]{0,48}[a-z0-9])?$/,
  azurerm_synapse_spark_pool: /^[a-zA-Z][a-zA-Z\d]{0,14}$/,
  azurerm_synapse_sql_pool: /^[^<>*%&:\\/?@-]{0,59}[^\s.<>*%&:\\/?@-]$/,
  azurerm_data_factory: /^(?=.{3,63}$)[A-Za-z0-9]+(?:-[A-Za-z0-9]+)*$/,
  azurerm_data_factory_pipeline: /^[A-Za-z0-9_][^<>*#.%&:\\+?/]*$/,
  azurerm_key_vault: /^(?!.*--)[a-zA-Z][a-zA-Z0-9-]{1,22}[a-zA-Z0-9]$/,
  azurerm_key_vault_key: /^[0-9a-zA-Z-]+$/,
  azurerm_log_analytics_workspace: /^[A-Za-z0-9][A-Za-z0-9-]{2,61}[A-Za-z0-9]$/,
  azurerm_monitor_diagnostic_setting: /^(?!service$)[^<>*%&:\\?+/]{1,260}$/,
  azurerm_automation_account: /^[0-9a-zA-Z][-0-9a-zA-Z]{4,48}[0-9a-zA-Z]$/,
  azurerm_automation_runbook: /^[0-9a-zA-Z][-_0-9a-zA-Z]{0,62}$/,
  azurerm_application_insights_workbook: /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/,
  azurerm_consumption_budget_resource_group: /^[-_a-zA-Z0-9]{1,63}$/,
  azurerm_kubernetes_cluster_node_pool: /^[a-z][a-z\d]{0,11}$/,
  azurerm_data_protection_backup_vault: /^[-a-zA-Z0-9]{2,50}$/,
  azurerm_purview_account: /^[a-zA-Z0-9][-a-zA-Z0-9]{1,61}[a-zA-Z0-9]$/,
};

export const resourceNames: Rule = {
  id: 'resource-names',
  level: 'error',
  pack: 'baseline',
  waivable: true,
  when: 'synth',
  what: 'Every resource has a name that Azure takes for its type.',
  why: 'Each type has its own rule, a name given by a reference is checked by nobody before the apply, and Azure alone refuses doubled hyphens in vaults and containers.',
  remedy: 'Shorten the name, or take out what the pattern of the type does not hold.',
  controls: ['Well-Architected OE:05'],
  source: 'azurerm 4.55 provider source (name checks); Azure naming rules (2024-05-07)',
  evaluate: (stack) =>
    forEach(resourcesOfType(stack, ...Object.keys(NAMES)), ({ type, body }) =>
      judgeArguments(body, ['name'], (name) => {
        const pattern = NAMES[type];
        return pattern === undefined || pattern.test(String(name ?? ''))
          ? undefined
          : `name is ${shown(name)}, must match ${pattern.source}.`;
      }),
    ),
};
