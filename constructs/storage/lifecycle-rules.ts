import type { TableContract } from '../../contracts/contract';
import { landed } from '../../contracts/source';
import { RAW_CONTAINER } from './containers';

/** One rule of the account's lifecycle policy: days after the last change of a file until it moves. */
export interface LifecycleRule {
  /** Letters and digits. */
  readonly name: string;
  /** 1 to 10, each starting with a container's name. */
  readonly prefixes: readonly string[];
  readonly coolAfterDays?: number;
  readonly coldAfterDays?: number;
  /** Offline until rehydrated, up to 15 hours: raw files only. */
  readonly archiveAfterDays?: number;
}

type Tiers = Omit<LifecycleRule, 'name' | 'prefixes'>;

/** Azure's limit for one rule. */
const PREFIXES_PER_RULE = 10;

/** Column by which every bronze table is partitioned, so that accepted and quarantined rows land in one commit. */
const BRONZE_PARTITION = '_quarantined';

/**
 * The policy that the contracts ask for, tables of equal tiering sharing a rule.
 *
 * A prefix names the data files of a Delta table and nothing else: a policy has no exclusion filter, and a `_delta_log` in
 * a cooler tier would make every read of the table slow and dear.
 */
export function compileLifecycle(contracts: readonly TableContract[]): readonly LifecycleRule[] {
  const wishes = [...contracts.flatMap(rawFiles), ...contracts.flatMap(deltaFiles)];
  const groups = new Map<string, { readonly tiers: Tiers; readonly prefixes: string[] }>();
  for (const { container, prefix, tiers } of wishes) {
    const name = ruleName(container, tiers);
    const group = groups.get(name) ?? { tiers, prefixes: [] };
    if (!group.prefixes.includes(prefix)) group.prefixes.push(prefix);
    groups.set(name, group);
  }
  return [...groups]
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .flatMap(([name, { tiers, prefixes }]) =>
      chunks([...prefixes].sort()).map((chunk, index) => ({
        name: index === 0 ? name : `${name}Part${String(index + 1)}`,
        prefixes: chunk,
        ...tiers,
      })),
    );
}

interface Wish {
  readonly container: string;
  readonly prefix: string;
  readonly tiers: Tiers;
}

function rawFiles(contract: TableContract): readonly Wish[] {
  const source = landed(contract.source);
  return source?.archiveAfterDays === undefined
    ? []
    : [
        {
          container: RAW_CONTAINER,
          prefix: `${RAW_CONTAINER}/${source.path}/`,
          tiers: { archiveAfterDays: source.archiveAfterDays },
        },
      ];
}

function deltaFiles({ layer, table, layout, tiering }: TableContract): readonly Wish[] {
  if (tiering.coolAfterDays === undefined && tiering.coldAfterDays === undefined) return [];
  const partition = layer === 'bronze' ? BRONZE_PARTITION : layout.partitionBy[0];
  const files = partition === undefined ? 'part-' : `${partition}=`;
  return [{ container: layer, prefix: `${layer}/${table}/${files}`, tiers: tiering }];
}

function ruleName(container: string, { coolAfterDays, coldAfterDays, archiveAfterDays }: Tiers): string {
  const steps = { Cool: coolAfterDays, Cold: coldAfterDays, Archive: archiveAfterDays };
  return Object.entries(steps).reduce(
    (name, [tier, days]) => (days === undefined ? name : `${name}${tier}${String(days)}`),
    container,
  );
}

function chunks(prefixes: readonly string[]): readonly (readonly string[])[] {
  return Array.from({ length: Math.ceil(prefixes.length / PREFIXES_PER_RULE) }, (_, index) =>
    prefixes.slice(index * PREFIXES_PER_RULE, (index + 1) * PREFIXES_PER_RULE),
  );
}
