import { LifecyclePolicy } from '../../../constructs/storage/lifecycle-policy';
import type { LifecyclePolicyProps } from '../../../constructs/storage/lifecycle-policy-props';
import { describeRefusals } from '../../support/refusal';
import { bodyOf, synthesizeStack } from '../../support/synth';

const cool = { name: 'silverCool60', prefixes: ['silver/sales/part-'], coolAfterDays: 60 };
const archive = { name: 'landingArchive90', prefixes: ['landing/sales/'], archiveAfterDays: 90 };
const base: LifecyclePolicyProps = { storageAccountId: '/subscriptions/x', replication: 'GRS', rules: [cool] };

describe('LifecyclePolicy', () => {
  describeRefusals(base, (stack, id, props) => new LifecyclePolicy(stack, id, props), [
    {
      what: 'archive on ZRS',
      bad: { replication: 'ZRS', rules: [archive] },
      setting: 'archiveAfterDays',
      good: { replication: 'LRS', rules: [archive] },
    },
    {
      what: 'archive on GZRS',
      bad: { replication: 'GZRS', rules: [archive] },
      setting: 'archiveAfterDays',
      good: { replication: 'GZRS', rules: [cool] },
    },
    {
      what: 'archive over a Delta table',
      bad: { rules: [{ ...archive, prefixes: ['bronze/sales/_quarantined='] }] },
      setting: 'prefix of an archive step',
      good: { rules: [{ ...cool, prefixes: ['bronze/sales/_quarantined='] }] },
    },
    {
      what: 'cool before its minimum stay',
      bad: { rules: [{ ...cool, coolAfterDays: 29 }] },
      setting: 'coolAfterDays',
      good: { rules: [{ ...cool, coolAfterDays: 30 }] },
    },
    {
      what: 'cold less than 30 days after cool',
      bad: { rules: [{ ...cool, coldAfterDays: 89 }] },
      setting: 'coldAfterDays',
      good: { rules: [{ ...cool, coldAfterDays: 90 }] },
    },
    {
      what: 'a prefix without container',
      bad: { rules: [{ ...cool, prefixes: ['sales/'] }] },
      setting: 'prefix',
      good: { rules: [{ ...cool, prefixes: ['gold/sales/'] }] },
    },
    {
      what: 'eleven prefixes',
      bad: { rules: [{ ...cool, prefixes: Array<string>(11).fill('gold/a/') }] },
      setting: 'number of prefixes',
      good: { rules: [{ ...cool, prefixes: Array<string>(10).fill('gold/a/') }] },
    },
    {
      what: 'a rule name with a hyphen',
      bad: { rules: [{ ...cool, name: 'silver-cool' }] },
      setting: 'name of a lifecycle rule',
      good: { rules: [{ ...cool, name: 'silverCool' }] },
    },
    {
      what: 'archive before cold has stood its ninety days',
      bad: { rules: [{ ...archive, coldAfterDays: 90, archiveAfterDays: 179 }] },
      setting: 'archiveAfterDays',
      good: { rules: [{ ...archive, coldAfterDays: 90, archiveAfterDays: 180 }] },
    },
    {
      what: 'deletion before archive has stood its hundred and eighty days',
      bad: { rules: [{ ...archive, deleteAfterDays: 269 }] },
      setting: 'deleteAfterDays',
      good: { rules: [{ ...archive, deleteAfterDays: 270 }] },
    },
    {
      what: 'deletion of files of a Delta table',
      bad: { rules: [{ name: 'goldDelete', prefixes: ['gold/sales/'], deleteAfterDays: 365 }] },
      setting: 'prefix of a delete step',
      good: { rules: [{ name: 'landingDelete', prefixes: ['landing/sales/'], deleteAfterDays: 365 }] },
    },
    {
      what: 'a prefix in a container of another account',
      bad: { containers: [{ layer: 'gold' }], rules: [cool] },
      setting: 'prefix',
      good: { containers: [{ layer: 'silver' }], rules: [cool] },
    },
    { what: 'no rule', bad: { rules: [] }, setting: 'number of rules', good: { rules: [cool, archive] } },
  ]);

  test('writes each step on the age since the last change, and no other', () => {
    const stack = synthesizeStack((scope) => new LifecyclePolicy(scope, 'Policy', { ...base, rules: [cool, archive] }));
    expect(bodyOf(stack, 'azurerm_storage_management_policy')).toMatchObject({
      rule: [
        {
          enabled: true,
          filters: { blob_types: ['blockBlob'], prefix_match: ['silver/sales/part-'] },
          actions: { base_blob: { tier_to_cool_after_days_since_modification_greater_than: 60 } },
        },
        {
          filters: { prefix_match: ['landing/sales/'] },
          actions: { base_blob: { tier_to_archive_after_days_since_modification_greater_than: 90 } },
        },
      ],
    });
    expect(JSON.stringify(stack)).not.toContain('-1');
  });
});
