import type { JsonObject } from '../../shared/json';
import { evaluatePolicies } from '../../policies/engine';
import { rules } from '../../policies/rules';
import { synthRules } from '../../refusals/as-rules';
import { stackOf } from '../../policies/testing';
import { violationsOf } from '../../refusals/refuse-at-synth';
import { accessSettings } from './access-settings';
import { completed } from './completed';
import { computeSettings } from './compute-settings';
import { orchestrationSettings } from './orchestration-settings';
import { secondRound } from './second-round';
import {
  account,
  ACCOUNT,
  ACCOUNT_ID,
  activity,
  pipeline,
  sparkPool,
  WORKSPACE,
  workspace,
  type Resources,
} from './setting';
import { storageSettings } from './storage-settings';
import { watchingSettings } from './watching-settings';

const settings = [
  ...storageSettings,
  ...computeSettings,
  ...accessSettings,
  ...orchestrationSettings,
  ...watchingSettings,
  ...secondRound,
];

const one = (type: string, body: JsonObject): Resources => ({ [`azurerm_${type}.one`]: body });
const source = (body: JsonObject) =>
  activity('Copy', { source: { type: 'ParquetSource', ...body }, sink: { type: 'RestSink' } });
const query = (body: JsonObject, criteria: JsonObject = {}) =>
  one('monitor_scheduled_query_rules_alert_v2', {
    name: 'q',
    scopes: ['/w'],
    criteria: { query: 'T', ...criteria },
    ...body,
  });

const PINNED: JsonObject = { required_providers: { azurerm: { version: '4.55.0' } } };

/** What a survey found refused at synth and passed by `policy`, by the names of the survey. */
const knownToSynthOnly: Readonly<Record<string, Resources>> = {
  'spark Tiny': one('synapse_spark_pool', sparkPool({ node_size: 'Tiny' })),
  'sql sku DW150c': one('synapse_sql_pool', { sku_name: 'DW150c' }),
  'access tier Archive': { [ACCOUNT]: account({ access_tier: 'Archive' }) },
  'object replication on HNS': {
    [ACCOUNT]: account(),
    ...one('storage_object_replication', { source_storage_account_id: ACCOUNT_ID }),
  },
  'kv retention 5': one('key_vault', { soft_delete_retention_days: 5 }),
  'key size 1024': one('key_vault_key', { key_size: 1024 }),
  'ws git root': { [WORKSPACE]: workspace({ github_repo: { root_folder: 'synapse' } }) },
  'IR cores': one('synapse_integration_runtime_azure', { core_count: 12 }),
  'adf recursive expression': pipeline(source({ storeSettings: { recursive: '@pipeline().parameters.r' } })),
  'adf nested unknown property in ForEach': pipeline(
    activity('ForEach', {
      items: { value: '@x', type: 'Expression' },
      activities: [activity('Wait', { waitTimeInSeconds: 1, colour: 'red' }, { name: 'inner' })],
    }),
  ),
  'adf GetMetadata': pipeline(activity('GetMetadata', { dataset: {}, fieldList: [] })),
  'adf read formatSettings': pipeline(source({ storeSettings: { recursive: true }, formatSettings: {} })),
  'adf Copy source without storeSettings': pipeline(source({})),
  'adf concurrency 100': one('data_factory_pipeline', { name: 'p', concurrency: 100 }),
  'adf global type Integer': one('data_factory', { global_parameter: [{ name: 'n', type: 'Integer', value: '1' }] }),
  'trigger Daily': one('data_factory_trigger_schedule', { frequency: 'Daily' }),
  'metric PT7M': one('monitor_metric_alert', { frequency: 'PT7M' }),
  'metric operator': one('monitor_metric_alert', { criteria: { operator: 'Above' } }),
  'metric unknown metric': one('monitor_metric_alert', {
    criteria: { metric_namespace: 'Microsoft.KeyVault/vaults', metric_name: 'Nothing' },
  }),
  'query Equals': query({}, { operator: 'Equals' }),
  'query mute+mitigate': query({ auto_mitigation_enabled: true, mute_actions_after_alert_duration: 'PT1H' }),
  'LAW retention 10': one('log_analytics_workspace', { retention_in_days: 10 }),
  'LAW sku': one('log_analytics_workspace', { sku: 'Standard' }),
  'budget amount 0': one('consumption_budget_resource_group', { amount: 0 }),
  'lock level': one('management_lock', { lock_level: 'NoDelete' }),
};

function found(resources: Resources): readonly (readonly [string, string])[] {
  const { decisions } = evaluatePolicies(
    [stackOf(completed(resources), PINNED)],
    [...rules, ...synthRules],
    [],
    '2026-11-24',
  );
  return decisions
    .filter(({ status }) => status === 'non-compliant')
    .map(({ rule, message }) => [rule, message] as const);
}

test.each(settings)('policy finds: $what', ({ bad, check, says }) => {
  const messages = found(bad).filter(([rule, message]) => rule === check && message.includes(says));
  expect(messages).not.toEqual([]);
});

test.each(Object.entries(knownToSynthOnly))('policy finds what only a synthesis knew: %s', (_name, resources) => {
  const refusals = violationsOf(stackOf(completed(resources))).map(({ check }) => check);
  expect(refusals).not.toEqual([]);
  expect(found(resources).map(([rule]) => rule)).toEqual(expect.arrayContaining(refusals));
});

test('counts what is refused and found', () => {
  process.stdout.write(
    `wrong settings: ${String(settings.length)} refused at synth and found by policy; second round ${String(secondRound.length)}, known to a synthesis only before ${String(Object.keys(knownToSynthOnly).length)}\n`,
  );
  expect(Object.keys(knownToSynthOnly)).toHaveLength(25);
});
