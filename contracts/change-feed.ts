/** Which tables keep Delta's change feed: a MERGE that writes one takes a sixth longer. */
import type { TableContract, TableName } from './contract';
import type { Report } from './findings';
import { upstreamOf } from './graph';

type Lake = ReadonlyMap<TableName, TableContract>;

/** Bronze always has one: an append costs no more for it. Gold has none: most of its tables are written whole. */
export function keepsChangeFeed(contract: TableContract, lake: Lake): boolean {
  if (contract.layer !== 'silver') return contract.layer === 'bronze';
  return contract.changeFeed ?? followersOf(contract, lake).length > 0;
}

export function checkChangeFeed(contract: TableContract, lake: Lake, report: Report): void {
  if (contract.changeFeed === undefined) return;
  if (contract.layer !== 'silver') {
    const remedy = 'Remove it: bronze always keeps one, gold never, only silver tables choose';
    report('change-feed-of-wrong-layer', ['changeFeed'], `changeFeed on a ${contract.layer} table`, remedy);
    return;
  }
  const followers = followersOf(contract, lake).join(', ');
  if (!contract.changeFeed && followers !== '') {
    report(
      'change-feed-needed',
      ['changeFeed'],
      `changeFeed is false, and ${followers} follows the changes of ${contract.name}`,
      'Remove changeFeed here, or incremental there',
    );
  }
}

/** Gold tables that take the table's changes instead of all of its rows. */
function followersOf({ name }: TableContract, lake: Lake): TableName[] {
  return [...lake.values()]
    .filter((reader) => reader.incremental !== undefined && upstreamOf(reader).includes(name))
    .map((follower) => follower.name)
    .sort();
}
