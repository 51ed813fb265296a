import { isTrue, judgeArguments, judgeBlocks, outcomeOf } from '../policies/judge';
import type { JsonObject } from '../shared/json';
import { follow } from '../synthesized/references';
import type { Outcome } from '../policies/rule';
import { blocks } from '../synthesized/values';
import { ACCESS_SETTINGS } from './access-settings';
import type { SynthCheck } from './check';
import { LAKE_SETTINGS } from './lake-settings';
import type { Together } from './together';
import { WATCHING_SETTINGS } from './watching-settings';

/** Arguments that Azure takes only together, or only one of (azurerm 4.55 source and service documentation). */
const TOGETHER: readonly Together[] = [
  {
    type: 'azurerm_storage_object_replication',
    remedy: 'Leave it out: use geo redundancy, and the backup of Delta tables.',
    judge: (body, stack) =>
      outcomeOf(
        isTrue(follow(stack, body['source_storage_account_id'])?.body['is_hns_enabled'])
          ? 'source_storage_account_id has a hierarchical namespace; allowed: accounts without one.'
          : undefined,
      ),
  },
  {
    type: 'azurerm_storage_management_policy',
    remedy: 'Filter by prefix: blobs of a lake have no index tags.',
    judge: (body, stack) =>
      judgeBlocks(body, 'rule', (rule) =>
        judgeBlocks(rule, 'filters', (filters) =>
          outcomeOf(
            filters['match_blob_index_tag'] !== undefined &&
              isTrue(follow(stack, body['storage_account_id'])?.body['is_hns_enabled'])
              ? 'match_blob_index_tag is set; allowed: nothing on an account with a hierarchical namespace.'
              : undefined,
          ),
        ),
      ),
  },
  {
    type: 'azurerm_storage_container_immutability_policy',
    remedy: 'Choose one of the two kinds of protected appends.',
    judge: (body) =>
      judgeArguments(
        body,
        ['protected_append_writes_enabled', 'protected_append_writes_all_enabled'],
        (appends, all) =>
          isTrue(appends) && isTrue(all)
            ? 'protected_append_writes_enabled and protected_append_writes_all_enabled are true; allowed: one of them.'
            : undefined,
      ),
  },
  {
    type: 'azurerm_synapse_spark_pool',
    remedy: 'Set auto_pause: five minutes for jobs, fifteen for people.',
    judge: (body) =>
      outcomeOf(
        body['auto_pause'] === undefined
          ? 'auto_pause is not set; allowed: 5 to 10080 minutes, because a pool without it never pauses.'
          : undefined,
      ),
  },
  {
    type: 'azurerm_synapse_workspace',
    remedy: 'Connect the workspace to one repository.',
    judge: (body) => oneOf(body, 'github_repo', 'azure_devops_repo'),
  },
  {
    type: 'azurerm_data_factory',
    remedy: 'Connect the factory to one repository.',
    judge: (body) => oneOf(body, 'github_configuration', 'vsts_configuration'),
  },
  {
    type: 'azurerm_data_factory',
    remedy: 'Give the factory a user-assigned identity that may use the key.',
    judge: (body) =>
      outcomeOf(
        body['customer_managed_key_id'] !== undefined && body['customer_managed_key_identity_id'] === undefined
          ? 'customer_managed_key_id is set and customer_managed_key_identity_id is not; allowed: both or neither.'
          : undefined,
      ),
  },
  {
    type: 'azurerm_data_factory_trigger_blob_event',
    remedy: 'Name the container and how the last file of a delivery ends.',
    judge: (body) =>
      outcomeOf(
        body['blob_path_begins_with'] === undefined && body['blob_path_ends_with'] === undefined
          ? 'blob_path_begins_with and blob_path_ends_with are not set; allowed: at least one, or every file starts a run.'
          : undefined,
      ),
  },
  {
    type: 'azurerm_resource_group_policy_assignment',
    remedy: 'Give both, so that remediation can act, or neither.',
    judge: (body) =>
      outcomeOf(
        (body['identity'] === undefined) === (body['location'] === undefined)
          ? undefined
          : 'identity and location; allowed: both or neither.',
      ),
  },
  {
    type: 'azurerm_security_center_storage_defender',
    remedy: 'Set override_subscription_settings_enabled to true.',
    judge: (body) =>
      outcomeOf(
        body['scan_results_event_grid_topic_id'] !== undefined &&
          !isTrue(body['override_subscription_settings_enabled'])
          ? 'scan_results_event_grid_topic_id is set; allowed: only with override_subscription_settings_enabled.'
          : undefined,
      ),
  },
  {
    type: 'azurerm_monitor_diagnostic_setting',
    remedy: 'Name where the logs go.',
    judge: (body) =>
      outcomeOf(
        DESTINATIONS.some((destination) => body[destination] !== undefined)
          ? undefined
          : `no destination is set; allowed: at least one of ${DESTINATIONS.join(', ')}.`,
      ),
  },
  {
    type: 'azurerm_monitor_scheduled_query_rules_alert_v2',
    remedy: 'Take one of them out; auto-mitigation closes the alert, muting only hides it.',
    judge: (body) =>
      outcomeOf(
        isTrue(body['auto_mitigation_enabled']) && body['mute_actions_after_alert_duration'] !== undefined
          ? 'auto_mitigation_enabled and mute_actions_after_alert_duration are set; allowed: one of them.'
          : undefined,
      ),
  },
  {
    type: 'azurerm_monitor_metric_alert',
    remedy: 'Make one alert a kind of criteria.',
    judge: (body) =>
      oneOf(body, 'criteria', 'dynamic_criteria', 'application_insights_web_test_location_availability_criteria'),
  },
  {
    type: 'azurerm_automation_job_schedule',
    remedy: 'Write them in lower case: Azure returns lower-case names, which would show as a change in every plan.',
    judge: (body) =>
      outcomeOf(
        Object.keys(blocks(body, 'parameters')?.[0] ?? {}).some((key) => key !== key.toLowerCase())
          ? `parameters are ${Object.keys(blocks(body, 'parameters')?.[0] ?? {}).join(', ')}; allowed: lower-case names.`
          : undefined,
      ),
  },
];

const DESTINATIONS = [
  ...['log_analytics_workspace_id', 'storage_account_id', 'eventhub_authorization_rule_id', 'partner_solution_id'],
] as const;

const BY_TYPE = new Map<string, readonly Together[]>();
for (const together of [...TOGETHER, ...LAKE_SETTINGS, ...ACCESS_SETTINGS, ...WATCHING_SETTINGS]) {
  BY_TYPE.set(together.type, [...(BY_TYPE.get(together.type) ?? []), together]);
}

export const fieldsTogether: SynthCheck = {
  id: 'fields-together',
  find: (stack) =>
    stack.resources.flatMap((resource) =>
      (BY_TYPE.get(resource.type) ?? []).flatMap(({ judge, remedy }) => {
        const outcome = judge(resource.body, stack, resource);
        return outcome.kind === 'non-compliant'
          ? [{ path: resource.path, check: 'fields-together', message: outcome.message, remedy }]
          : [];
      }),
    ),
};

function oneOf(body: JsonObject, ...names: readonly string[]): Outcome {
  const set = names.filter((name) => body[name] !== undefined);
  return outcomeOf(set.length > 1 ? `${set.join(' and ')} are set; allowed: one of them.` : undefined);
}
