import type { Json, JsonObject } from '../../../shared/json';
import { budgetWellFormed } from '../../../policies/rules/budget-well-formed';
import { defenderScanCap } from '../../../policies/rules/defender-scan-cap';
import { noUnresolvedTokens } from '../../../policies/rules/no-unresolved-tokens';
import { providerPinned } from '../../../policies/rules/provider-pinned';
import { referencesResolve } from '../../../policies/rules/references-resolve';
import { replaceTriggeredByAddress } from '../../../policies/rules/replace-triggered-by-address';
import { resourceNames } from '../../../policies/rules/resource-names';
import { sqlPoolPaused } from '../../../policies/rules/sql-pool-paused';
import { uniqueNames } from '../../../policies/rules/unique-names';
import { finds, isOpen, passes, stackOf, type RuleCases } from '../harness';

const CONTAINER = 'azurerm_storage_container.box';
const container = (body: JsonObject) => stackOf({ [CONTAINER]: body });

export const names: RuleCases = {
  rule: resourceNames,
  address: CONTAINER,
  cases: [
    passes('a container', container({ name: 'gold' })),
    finds('a doubled hyphen', container({ name: 'gold--eu' }), 'gold--eu'),
    finds('a capital', container({ name: 'Gold' })),
    finds('none', container({}), 'not set'),
    isOpen('behind a variable', container({ name: '${var.name}' })),
  ],
};

const twin = (name: Json, storage_account_id: Json = 'a') =>
  stackOf({
    'azurerm_storage_container.first': { name: 'gold', storage_account_id: 'a' },
    [CONTAINER]: { name, storage_account_id },
  });

export const unique: RuleCases = {
  rule: uniqueNames,
  address: CONTAINER,
  cases: [
    passes('another name', twin('silver')),
    passes('another account', twin('gold', 'b')),
    finds('the same', twin('gold'), 'in the same place'),
    finds('the same but for case', twin('GOLD', 'A')),
    isOpen('a name behind a variable', twin('${var.name}')),
  ],
};

const ADDRESSES = 'An address either stands in the JSON or does not.';
const refers = (body: JsonObject) => stackOf({ [CONTAINER]: body, 'azurerm_storage_account.lake': {} });

export const references: RuleCases = {
  rule: referencesResolve,
  address: CONTAINER,
  neverUndecided: ADDRESSES,
  cases: [
    passes('a resource of the stack', refers({ id: '${azurerm_storage_account.lake.id}' })),
    passes('a data source, a variable', refers({ id: '${data.azurerm_client_config.me.tenant_id}-${var.x}' })),
    passes('a dependency', refers({ depends_on: ['azurerm_storage_account.lake'] })),
    finds('a resource of another stack', refers({ id: '${azurerm_key_vault.other.id}' }), 'azurerm_key_vault.other'),
    finds('one inside a function', refers({ id: '${upper(azurerm_key_vault.other.name)}' })),
    finds('a dependency that is gone', refers({ depends_on: ['azurerm_key_vault.other'] })),
  ],
};

export const tokens: RuleCases = {
  rule: noUnresolvedTokens,
  address: CONTAINER,
  neverUndecided: 'A token is text in the JSON.',
  cases: [
    passes('text', container({ name: 'undefined-behaviour' })),
    finds('a token', container({ name: 'a${TfToken[TOKEN.3]}' }), 'TfToken'),
    finds('an object as text', container({ metadata: { a: '[object Object]' } }), 'metadata.a'),
    finds('a value that was not there', container({ name: 'undefined' })),
  ],
};

const pinned = (...versions: readonly Json[]) =>
  stackOf(
    { [CONTAINER]: {} },
    {
      required_providers: Object.fromEntries(
        versions.map((version, at) => [`p${String(at)}`, { source: 'p', version }]),
      ),
    },
  );

export const pin: RuleCases = {
  rule: providerPinned,
  address: 'terraform.required_providers',
  neverUndecided: 'Terraform takes literals only in its own block.',
  cases: [
    passes('one version', pinned('4.55.0', '3.0.1')),
    finds('a range', pinned('4.55.0', '~> 4.55'), 'p1'),
    finds('none', stackOf({ [CONTAINER]: {} }), 'No provider'),
    finds('no version', pinned(null)),
  ],
};

const triggered = (...replace_triggered_by: readonly string[]) => container({ lifecycle: { replace_triggered_by } });

export const triggers: RuleCases = {
  rule: replaceTriggeredByAddress,
  address: CONTAINER,
  neverUndecided: 'Terraform takes addresses only.',
  cases: [
    passes('an address', triggered('terraform_data.hash')),
    finds('a reference', triggered('${azurerm_storage_account.lake}'), 'plain address'),
    finds('a reference after an address', triggered('terraform_data.hash', '${terraform_data.other.id}')),
  ],
};

const BUDGET = 'azurerm_consumption_budget_resource_group.budget';
const notification = { threshold: 90, contact_emails: ['a@example.com'] };
const budget = (body: JsonObject, ...notifications: readonly JsonObject[]) =>
  stackOf({
    [BUDGET]: {
      time_grain: 'Monthly',
      time_period: { start_date: '2026-12-01T00:00:00Z' },
      notification: notifications.length === 0 ? [notification] : notifications,
      ...body,
    },
  });

export const wellFormed: RuleCases = {
  rule: budgetWellFormed,
  address: BUDGET,
  cases: [
    passes('a month', budget({})),
    passes('one tag', budget({ filter: { tag: [{ name: 'layer', values: ['gold'] }] } })),
    finds('the middle of a month', budget({ time_period: { start_date: '2026-12-15T00:00:00Z' } }), 'first of a month'),
    finds('a day', budget({ time_grain: 'Daily' }), 'Daily'),
    finds('six notifications', budget({}, ...Array.from({ length: 6 }, () => notification)), '6 notifications'),
    finds('no contact', budget({}, { threshold: 90 }), 'no contact'),
    finds('a threshold out of range', budget({}, { ...notification, threshold: 2000 })),
    finds('an empty filter', budget({ filter: {} }), 'filter is empty'),
    isOpen('a start behind a variable', budget({ time_period: { start_date: '${var.start}' } })),
  ],
};

const POOL = 'azurerm_synapse_sql_pool.serving';
const paused = (parameters: Json) => stackOf({ [POOL]: {}, 'azurerm_automation_job_schedule.job': { parameters } });

export const pause: RuleCases = {
  rule: sqlPoolPaused,
  address: POOL,
  cases: [
    passes('by a job', paused({ action: 'pause', poolid: `\${${POOL}.id}` })),
    finds('never', stackOf({ [POOL]: {} }), 'around the clock'),
    finds('another pool', paused({ action: 'pause', poolid: '/subscriptions/s/other' })),
    finds('only resumed', paused({ action: 'resume', poolid: `\${${POOL}.id}` })),
    isOpen('parameters behind a local', paused('${local.parameters}')),
  ],
};

const DEFENDER = 'azurerm_security_center_storage_defender.lake';
const defender = (cap: Json, enabled: Json = true) =>
  stackOf({
    [DEFENDER]: { malware_scanning_on_upload_enabled: enabled, malware_scanning_on_upload_cap_gb_per_month: cap },
  });

export const scanCap: RuleCases = {
  rule: defenderScanCap,
  address: DEFENDER,
  cases: [
    passes('a cap', defender(100)),
    passes('no scanning', defender(null, false)),
    finds('none', defender(null), 'not set'),
    finds('the word of Azure for none', defender(-1)),
    isOpen('behind a variable', defender('${var.cap}')),
  ],
};
