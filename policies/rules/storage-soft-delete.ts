import { gravest, judgeArguments, shown } from '../judge';
import { forEach, type Rule } from '../rule';
import { resourcesOfType } from '../../synthesized/stack';

/** A week covers a weekend and a holiday; after two, every rewritten Delta file is still billed a second time. */
const SHORTEST_DAYS = 7;
const LONGEST_DAYS = 14;
/** What Azure is told when the block is written without days. */
const DEFAULT_DAYS = 7;

export const storageSoftDelete: Rule = {
  id: 'storage-soft-delete',
  level: 'error',
  pack: 'baseline',
  waivable: true,
  when: 'review',
  what: `A storage account keeps deleted blobs and containers for ${String(SHORTEST_DAYS)} to ${String(LONGEST_DAYS)} days.`,
  why: 'Without soft delete one wrong command is final, and a lake has no versions to go back to. Kept long, each file that OPTIMIZE or VACUUM removes stays on the bill.',
  remedy: `Add blob_properties with delete_retention_policy and container_delete_retention_policy of ${String(SHORTEST_DAYS)} days.`,
  controls: ['CIS Azure 2.0.0: 3.11', 'Well-Architected RE:09', 'Well-Architected CO:10'],
  source: 'azurerm 4.55 provider source; Checkov CKV2_AZURE_38 (blobs only, any length)',
  evaluate: (stack) =>
    forEach(resourcesOfType(stack, 'azurerm_storage_account'), ({ body }) =>
      gravest(
        ['delete_retention_policy', 'container_delete_retention_policy'].map((policy) => {
          const block = `blob_properties.${policy}`;
          return judgeArguments(body, [block, `${block}.days`], (written, days) => {
            if (written === undefined) return `${block} is not set: what is deleted is gone.`;
            const kept = Number(days ?? DEFAULT_DAYS);
            return kept >= SHORTEST_DAYS && kept <= LONGEST_DAYS
              ? undefined
              : `${block}.days is ${shown(days)}, must be ${String(SHORTEST_DAYS)} to ${String(LONGEST_DAYS)}.`;
          });
        }),
      ),
    ),
};
