import type { Json, JsonObject } from '../../../shared/json';
import { storageArchiveRedundancy } from '../../../policies/rules/storage-archive-redundancy';
import { storageLifecycleEarlyDeletion } from '../../../policies/rules/storage-lifecycle-early-deletion';
import { storageLifecycleLimits } from '../../../policies/rules/storage-lifecycle-limits';
import { storageLifecycleOrder } from '../../../policies/rules/storage-lifecycle-order';
import { storageLifecyclePrefix } from '../../../policies/rules/storage-lifecycle-prefix';
import { storageLifecycleTimeBase } from '../../../policies/rules/storage-lifecycle-time-base';
import { storageOneLifecyclePolicy } from '../../../policies/rules/storage-one-lifecycle-policy';
import { finds, isOpen, passes, stackOf, type RuleCases } from '../harness';

const ACCOUNT = 'azurerm_storage_account.lake';
const POLICY = 'azurerm_storage_management_policy.lifecycle';
const OWN = `\${${ACCOUNT}.id}`;

const policy = (rules: Json, account: JsonObject = {}, storage_account_id = OWN) =>
  stackOf({
    [ACCOUNT]: account,
    'azurerm_storage_container.raw': { name: 'landing', storage_account_id: OWN },
    [POLICY]: { storage_account_id, rule: rules },
  });
const rule = (base_blob: JsonObject, rest: JsonObject = {}) => ({
  name: 'aging',
  enabled: true,
  filters: { blob_types: ['blockBlob'], prefix_match: ['landing/'] },
  actions: { base_blob },
  ...rest,
});
const since = (tier: string, days: Json, base = 'modification') => ({
  [`${tier}_after_days_since_${base}_greater_than`]: days,
});
const cool = (days: Json) => since('tier_to_cool', days);
const cold = (days: Json) => since('tier_to_cold', days);
const archive = (days: Json) => since('tier_to_archive', days);
const gone = (days: Json) => since('delete', days);
const generated = stackOf({ [ACCOUNT]: {}, [POLICY]: { dynamic: { rule: { for_each: '${var.rules}' } } } });

const archives = (redundancy: Json, target = OWN) =>
  policy([rule(archive(90))], { account_replication_type: redundancy }, target);

export const archiveRedundancy: RuleCases = {
  rule: storageArchiveRedundancy,
  address: POLICY,
  cases: [
    passes('over regions', archives('GRS')),
    passes('zones without archive', policy([rule(cold(90))], { account_replication_type: 'ZRS' })),
    passes(
      'an archive rule that is off',
      policy([rule(archive(9), { enabled: false })], { account_replication_type: 'ZRS' }),
    ),
    finds('over zones', archives('ZRS'), 'ZRS'),
    finds('over zones and regions', archives('RAGZRS'), 'RAGZRS'),
    isOpen('redundancy behind a variable', archives('${var.r}')),
    isOpen('an account outside', archives('LRS', '${var.account}')),
    isOpen('generated rules', generated),
  ],
};

export const order: RuleCases = {
  rule: storageLifecycleOrder,
  address: POLICY,
  cases: [
    passes('ever colder', policy([rule({ ...cool(30), ...cold(90), ...archive(180), ...gone(400) })])),
    passes('other times are not compared', policy([rule({ ...cool(90), ...since('delete', 30, 'creation') })])),
    passes('what the provider calls unset', policy([rule({ ...cool(90), ...archive(-1) })])),
    finds('archive before cool', policy([rule({ ...cool(90), ...archive(30) })]), 'archive after 30'),
    finds(
      'delete on the day of archive',
      policy([rule({ ...archive(90), ...gone(90) })]),
      'must come after archive (90)',
    ),
    isOpen('days behind a variable', policy([rule({ ...cool('${var.cool}'), ...cold(90) })])),
    isOpen('generated rules', generated),
  ],
};

const prefixed = (prefix_match: Json, target = OWN) =>
  policy([rule(cool(30), { filters: { blob_types: ['blockBlob'], prefix_match } })], {}, target);

export const prefix: RuleCases = {
  rule: storageLifecyclePrefix,
  address: POLICY,
  cases: [
    passes('a container', prefixed(['landing/', 'landing/events/'])),
    passes('the whole account', prefixed([])),
    finds('a path without its container', prefixed(['events/']), 'events/'),
    finds('a container without its slash', prefixed(['landing']), 'must begin with one of: landing/'),
    isOpen('a prefix behind a reference', prefixed(['${var.p}/'])),
    isOpen('an account outside', prefixed(['raw/'], '${var.account}')),
  ],
};

const tracks = (last_access_time_enabled: Json) => ({ blob_properties: { last_access_time_enabled } });
const accessed = [rule(since('tier_to_cool', 30, 'last_access_time'))];

export const timeBase: RuleCases = {
  rule: storageLifecycleTimeBase,
  address: POLICY,
  cases: [
    passes('modification', policy([rule({ ...cool(30), ...cold(90) })])),
    passes('last access that is tracked', policy(accessed, tracks(true))),
    passes(
      'the last tier change as a second condition',
      policy([rule({ ...archive(90), ...since('tier_to_archive', 7, 'last_tier_change') })]),
    ),
    finds('two times for one step', policy([rule({ ...cool(30), ...since('tier_to_cool', 30, 'creation') })]), 'cool'),
    finds('last access that nobody tracks', policy(accessed), 'last_access_time_enabled'),
    isOpen('tracking behind a variable', policy(accessed, tracks('${var.t}'))),
    isOpen('last access on an account outside', policy(accessed, {}, '${var.account}')),
  ],
};

export const limits: RuleCases = {
  rule: storageLifecycleLimits,
  address: POLICY,
  cases: [
    passes('a rule', policy([rule(cool(30))])),
    finds('a hyphen in the name', policy([rule(cool(30), { name: 'to-cool' })]), 'to-cool'),
    finds('no action', policy([rule({})]), 'no action'),
    finds(
      'eleven prefixes',
      policy([
        rule(cool(30), { filters: { prefix_match: Array.from({ length: 11 }, (_, at) => `landing/${String(at)}`) } }),
      ]),
      '11 prefixes',
    ),
    finds('a hundred and one rules', policy(Array.from({ length: 101 }, () => rule(cool(30)))), '101'),
    isOpen('generated rules', generated),
  ],
};

export const earlyDeletion: RuleCases = {
  rule: storageLifecycleEarlyDeletion,
  address: POLICY,
  cases: [
    passes('the minimum of every tier', policy([rule({ ...cool(30), ...cold(60), ...archive(150), ...gone(330) })])),
    passes('a last step', policy([rule(archive(1))])),
    finds('ten days of cool', policy([rule({ ...cool(30), ...cold(40) })]), '10 days in cool'),
    finds('three months of archive', policy([rule({ ...archive(30), ...gone(120) })]), 'billed are 180'),
    isOpen('days behind a variable', policy([rule({ ...cool(30), ...cold('${var.d}') })])),
  ],
};

const second = (storage_account_id: string) =>
  stackOf({
    [ACCOUNT]: {},
    [POLICY]: { storage_account_id: OWN },
    'azurerm_storage_management_policy.second': { storage_account_id },
  });

export const oneLifecyclePolicy: RuleCases = {
  rule: storageOneLifecyclePolicy,
  address: ACCOUNT,
  cases: [
    passes('one', policy([])),
    passes('none', stackOf({ [ACCOUNT]: {} })),
    passes('one of another account', second('/subscriptions/s/other')),
    finds('two', second(OWN), '2 policies'),
    finds(
      'three',
      stackOf({
        [ACCOUNT]: {},
        ...Object.fromEntries(
          ['a', 'b', 'c'].map((id) => [`azurerm_storage_management_policy.${id}`, { storage_account_id: OWN }]),
        ),
      }),
      '3 policies',
    ),
    isOpen('one that may be the second', second('${var.account}')),
  ],
};
