import { isTrue, judgeArguments } from '../judge';
import { forEach, type Rule } from '../rule';
import { resourcesOfType } from '../../synthesized/stack';

export const storageHnsLimits: Rule = {
  id: 'storage-hns-limits',
  level: 'error',
  pack: 'baseline',
  waivable: true,
  when: 'synth',
  what: 'An account with a hierarchical namespace asks for no blob versioning, change feed, point-in-time restore or account-level immutability.',
  why: 'A lake cannot have them. Versioning fails after the account was created, which leaves a half-made lake behind; the change feed is refused by the service only.',
  remedy: 'Remove them: soft delete, Delta time travel and geo redundancy are what protects a lake.',
  controls: ['Well-Architected RE:09'],
  source: 'Azure Blob Storage feature support for hierarchical namespaces (2023-07-28); azurerm 4.55 provider source',
  evaluate: (stack) =>
    forEach(resourcesOfType(stack, 'azurerm_storage_account'), ({ body }) =>
      judgeArguments(
        body,
        [
          'is_hns_enabled',
          'blob_properties.versioning_enabled',
          'blob_properties.change_feed_enabled',
          'blob_properties.restore_policy',
          'immutability_policy',
        ],
        (hierarchical, versioning, changeFeed, restore, immutability) => {
          const asked = [
            ...(isTrue(versioning) ? ['versioning_enabled'] : []),
            ...(isTrue(changeFeed) ? ['change_feed_enabled'] : []),
            ...(restore === undefined ? [] : ['restore_policy']),
            ...(immutability === undefined ? [] : ['immutability_policy']),
          ];
          return isTrue(hierarchical) && asked.length > 0
            ? `is_hns_enabled is true, which excludes ${asked.join(', ')}.`
            : undefined;
        },
      ),
    ),
};
