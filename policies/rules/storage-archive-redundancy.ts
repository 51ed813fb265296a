import { isZonal } from '../../azure/replication';
import { judgeArguments, outcomeOf } from '../judge';
import { judgeLifecycle } from '../lifecycle';
import { follow } from '../../synthesized/references';
import { cannotDecide, forEach, type Rule } from '../rule';
import { resourcesOfType } from '../../synthesized/stack';

export const storageArchiveRedundancy: Rule = {
  id: 'storage-archive-redundancy',
  level: 'error',
  pack: 'baseline',
  waivable: true,
  when: 'synth',
  what: 'No lifecycle rule archives on an account that is redundant over zones (ZRS, GZRS, RAGZRS).',
  why: 'The archive tier does not exist on zone-redundant accounts. Nobody says so before the service: the plan is clean, and the files stay in the tier that was to be left.',
  remedy: 'Use the cold tier, or an account with LRS, GRS or RAGRS for the raw files that are to be archived.',
  controls: ['Well-Architected CO:10', 'Well-Architected RE:05'],
  source: 'Azure Blob Storage access tiers documentation (2025-06-13); azurerm 4.55 apply of wrong settings',
  evaluate: (stack) =>
    forEach(resourcesOfType(stack, 'azurerm_storage_management_policy'), ({ body }) => {
      const archiving = judgeLifecycle(body, ({ actions }) =>
        outcomeOf(actions.some(({ tier }) => tier === 'archive') ? 'archives' : undefined),
      );
      if (archiving.kind !== 'non-compliant') return archiving;
      const account = follow(stack, body['storage_account_id']);
      if (!account) return cannotDecide('The account that the rules archive on is known only to Terraform.');
      return judgeArguments(account.body, ['account_replication_type'], (redundancy) =>
        isZonal(redundancy)
          ? `Archives on ${account.address} with ${String(redundancy)}, must be LRS, GRS or RAGRS.`
          : undefined,
      );
    }),
};
