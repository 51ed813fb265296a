import { judgeArguments, judgeBlocks, outcomeOf, shown } from '../policies/judge';
import { isJsonArray, isJsonObject, type Json } from '../shared/json';
import { follow, parseReference } from '../synthesized/references';
import { blocks } from '../synthesized/values';
import { kqlProblem } from './kql';
import type { Together } from './together';

/** Metric categories of a diagnostic setting; every type that has metrics has AllMetrics but storage. */
const METRIC_CATEGORIES: Readonly<Record<string, readonly string[]>> = {
  azurerm_storage_account: ['Transaction', 'Capacity', 'AllMetrics'],
  azurerm_synapse_workspace: ['AllMetrics'],
  azurerm_synapse_sql_pool: ['AllMetrics'],
  azurerm_synapse_spark_pool: ['AllMetrics'],
  azurerm_data_factory: ['AllMetrics'],
  azurerm_key_vault: ['AllMetrics'],
  azurerm_log_analytics_workspace: ['AllMetrics'],
  azurerm_automation_account: ['AllMetrics'],
};

/** The namespace that the metrics of a type are in; a service below an account has one of its own. */
const NAMESPACES: Readonly<Record<string, string>> = {
  azurerm_storage_account: 'Microsoft.Storage/storageAccounts',
  azurerm_synapse_workspace: 'Microsoft.Synapse/workspaces',
  azurerm_synapse_sql_pool: 'Microsoft.Synapse/workspaces/sqlPools',
  azurerm_synapse_spark_pool: 'Microsoft.Synapse/workspaces/bigDataPools',
  azurerm_data_factory: 'Microsoft.DataFactory/factories',
  azurerm_key_vault: 'Microsoft.KeyVault/vaults',
  azurerm_automation_account: 'Microsoft.Automation/automationAccounts',
};

/** Diagnostics, alerts, workbooks and dashboards: what the service refuses, or nobody ever notices. */
export const WATCHING_SETTINGS: readonly Together[] = [
  {
    type: 'azurerm_monitor_diagnostic_setting',
    remedy: 'Take a metric category of the target.',
    judge: (body, stack) => {
      const target = follow(stack, body['target_resource_id']);
      const known = METRIC_CATEGORIES[target?.type ?? ''];
      return judgeBlocks(body, 'enabled_metric', (metric) =>
        judgeArguments(metric, ['category'], (category) =>
          known === undefined || known.includes(String(category))
            ? undefined
            : `enabled_metric.category is ${shown(category)}; allowed: ${known.join(', ')}.`,
        ),
      );
    },
  },
  {
    type: 'azurerm_monitor_metric_alert',
    remedy: 'Take the namespace of the resource that the alert watches.',
    judge: (body, stack) => {
      const scopes = isJsonArray(body['scopes']) ? body['scopes'] : [body['scopes']];
      const watched = scopes.map((scope) => ({
        type: follow(stack, scope)?.type,
        below: parseReference(scope)?.suffix ?? '',
      }));
      return judgeBlocks(body, 'criteria', (criteria) =>
        judgeArguments(criteria, ['metric_namespace'], (namespace) => {
          const other = watched.find(({ type, below }) => {
            const own = NAMESPACES[type ?? ''];
            return own !== undefined && below === '' && String(namespace).toLowerCase() !== own.toLowerCase();
          });
          return other === undefined
            ? undefined
            : `metric_namespace is ${shown(namespace)}; allowed for this scope: ${NAMESPACES[other.type ?? ''] ?? ''}.`;
        }),
      );
    },
  },
  {
    type: 'azurerm_monitor_metric_alert',
    remedy: 'Set target_resource_type and target_resource_location, or make one alert per resource.',
    judge: (body) =>
      outcomeOf(
        isJsonArray(body['scopes']) &&
          body['scopes'].length > 1 &&
          (body['target_resource_type'] === undefined || body['target_resource_location'] === undefined)
          ? `scopes holds ${String(body['scopes'].length)} resources without target_resource_type and target_resource_location; allowed: all three.`
          : undefined,
      ),
  },
  {
    type: 'azurerm_monitor_scheduled_query_rules_alert_v2',
    remedy: 'Watch one workspace per alert.',
    judge: ({ scopes }) =>
      outcomeOf(
        isJsonArray(scopes) && scopes.length !== 1
          ? `scopes holds ${String(scopes.length)} entries; allowed: exactly one.`
          : undefined,
      ),
  },
  {
    type: 'azurerm_monitor_scheduled_query_rules_alert_v2',
    remedy: 'Correct the query; run it once in the workspace.',
    judge: (body) =>
      judgeBlocks(body, 'criteria', (criteria) =>
        judgeArguments(criteria, ['query'], (query) => {
          const problem = typeof query === 'string' ? kqlProblem(query) : undefined;
          return problem && `criteria.query is no KQL: ${problem}; allowed: a query that parses.`;
        }),
      ),
  },
  {
    type: 'azurerm_application_insights_workbook',
    remedy: 'Write the content with JSON.stringify or Fn.jsonencode.',
    judge: (body) =>
      judgeArguments(body, ['data_json'], (text) =>
        text === undefined || parsed(text) !== undefined ? undefined : 'data_json is no JSON; allowed: a JSON object.',
      ),
  },
  {
    type: 'azurerm_application_insights_workbook',
    remedy: 'Write the id in lower case, with Fn.lower around a reference.',
    judge: (body) =>
      judgeArguments(body, ['source_id'], (id) =>
        id === undefined || String(id) === String(id).toLowerCase()
          ? undefined
          : `source_id is ${shown(id)}; allowed: lower case only.`,
      ),
  },
  {
    type: 'azurerm_portal_dashboard',
    remedy: 'Write lenses and metadata, as an exported dashboard has them.',
    judge: (body) =>
      judgeArguments(body, ['dashboard_properties'], (text) => {
        const properties = parsed(text);
        if (properties === undefined) return 'dashboard_properties is no JSON; allowed: a JSON object.';
        return isJsonObject(properties) && properties['lenses'] !== undefined
          ? undefined
          : 'dashboard_properties has no lenses; allowed: with lenses.';
      }),
  },
  {
    type: 'azurerm_monitor_activity_log_alert',
    remedy: 'Set location to global.',
    judge: (body) =>
      judgeArguments(body, ['location'], (location) =>
        location === undefined || ACTIVITY_LOCATIONS.includes(String(location).toLowerCase())
          ? undefined
          : `location is ${shown(location)}; allowed: ${ACTIVITY_LOCATIONS.join(', ')}.`,
      ),
  },
  {
    type: 'azurerm_monitor_action_group',
    remedy: 'Give the address that is called, with https.',
    judge: (body) =>
      outcomeOf(
        (blocks(body, 'webhook_receiver') ?? [])
          .map(({ service_uri: uri }) => uri)
          .filter((uri) => typeof uri === 'string' && !uri.includes('${') && !isUrl(uri))
          .map((uri) => `webhook_receiver.service_uri is ${shown(uri)}; allowed: an http or https URL.`)[0],
      ),
  },
];

/** Where activity log alerts can be kept (azurerm 4.55 provider source). */
const ACTIVITY_LOCATIONS = ['global', 'westeurope', 'northeurope', 'eastus2euap'];

function isUrl(text: string): boolean {
  return URL.canParse(text) && /^https?:$/.test(new URL(text).protocol);
}

function parsed(text: Json | undefined): Json | undefined {
  try {
    return JSON.parse(String(text)) as Json;
  } catch {
    return undefined;
  }
}
