import type { TableContract } from '../../contracts/contract';
import { landed } from '../../contracts/source';
import { containerName, CONTAINERS, RAW_CONTAINER, type ContainerName, type ContainerSpec } from './containers';

/** One rule of the account's lifecycle policy: days after the last change of a file until it moves. */
export interface LifecycleRuleBlock {
  /** Letters and digits. */
  readonly name: string;
  /** 1 to 10, each starting with a container's name. */
  readonly prefixes: readonly string[];
  /**
   * At least 30. On a Delta table: files stay online and every query still works; reading them costs a retrieval by the
   * gigabyte, and an OPTIMIZE that rewrites them within 30 days pays the rest of the month. Start it after the partition
   * is no longer compacted. @default - files stay hot
   */
  readonly coolAfterDays?: number;
  /**
   * At least 90, and 30 after cool. On a Delta table as `coolAfterDays`, with three times the retrieval price and a minimum
   * stay of 90 days: for partitions that are kept, not read. @default - files do not become cold
   */
  readonly coldAfterDays?: number;
  /**
   * Later than cool and cold by their minimum stay. Offline until rehydrated, up to 15 hours, so that one archived file
   * fails every query of a Delta table that needs it, and age says nothing about need: raw files only, on LRS, GRS or
   * RAGRS. @default - nothing is archived
   */
  readonly archiveAfterDays?: number;
  /**
   * Raw files only: a Delta table loses rows that its log still names; it deletes by DELETE and VACUUM. After an archive
   * step at least 180 days later, which are billed anyway. @default - nothing is deleted
   */
  readonly deleteAfterDays?: number;
}

type Tiers = Omit<LifecycleRuleBlock, 'name' | 'prefixes'>;

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
export function compileLifecycle(
  contracts: readonly TableContract[],
  containers: readonly ContainerSpec[] = CONTAINERS.map((layer) => ({ layer })),
): readonly LifecycleRuleBlock[] {
  const wanted = [...contracts.flatMap(rawFiles), ...contracts.flatMap(deltaFiles)];
  const wishes = containers.flatMap((spec) =>
    wanted
      .filter(({ layer }) => layer === spec.layer)
      .map(({ layer, path, tiers }) => ({ layer, prefix: `${containerName(spec)}/${path}`, tiers })),
  );
  const groups = new Map<string, { readonly tiers: Tiers; readonly prefixes: string[] }>();
  for (const { layer, prefix, tiers } of wishes) {
    const name = ruleName(layer, tiers);
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
  readonly layer: ContainerName;
  /** Below the container. */
  readonly path: string;
  readonly tiers: Tiers;
}

function rawFiles(contract: TableContract): readonly Wish[] {
  const source = landed(contract.source);
  return source?.archiveAfterDays === undefined
    ? []
    : [
        {
          layer: RAW_CONTAINER,
          path: `${source.path}/`,
          tiers: { archiveAfterDays: source.archiveAfterDays },
        },
      ];
}

function deltaFiles({ layer, table, layout, tiering }: TableContract): readonly Wish[] {
  if (tiering.coolAfterDays === undefined && tiering.coldAfterDays === undefined) return [];
  const partition = layer === 'bronze' ? BRONZE_PARTITION : layout.partitionBy[0];
  const files = partition === undefined ? 'part-' : `${partition}=`;
  return [{ layer, path: `${table}/${files}`, tiers: tiering }];
}

function ruleName(layer: ContainerName, { coolAfterDays, coldAfterDays, archiveAfterDays }: Tiers): string {
  const steps = { Cool: coolAfterDays, Cold: coldAfterDays, Archive: archiveAfterDays };
  return Object.entries(steps).reduce<string>(
    (name, [tier, days]) => (days === undefined ? name : `${name}${tier}${String(days)}`),
    layer,
  );
}

function chunks(prefixes: readonly string[]): readonly (readonly string[])[] {
  return Array.from({ length: Math.ceil(prefixes.length / PREFIXES_PER_RULE) }, (_, index) =>
    prefixes.slice(index * PREFIXES_PER_RULE, (index + 1) * PREFIXES_PER_RULE),
  );
}
