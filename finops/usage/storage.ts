/** Usage of every container: what the flows leave at rest in the month that is estimated, and the operations around them. */
import type { StackResource, SynthesizedStack } from '../../synthesized/stack';
import { follow } from '../../synthesized/references';
import { literalText } from '../literals';
import type { PriceRules } from '../price-sheet';
import { simulate, storedGib, DAYS_PER_MONTH, type MonthOfFlow } from '../simulation/cohorts';
import { addTiers, byTier, NO_TIERS } from '../simulation/tiers';
import { valueOf } from './figure';
import { flowsOf, GIB_PER_GB, type FlowContext, type NamedFlow } from './flows';
import type { TieredFlow } from './lifecycle';
import type { ContainerUsage, UsageFigure } from './resolved';

/** Creating, flushing and renaming a file, beside the blocks that fill it. */
const OPERATIONS_PER_FILE = 3;
/** A commit writes its entry, and now and then a checkpoint; each run reads the log and lists the table. */
const WRITES_PER_RUN = 6;
const READS_PER_RUN = 60;
/** One operation moves up to 4 MiB. */
const OPERATIONS_PER_GIB = 256;
/** Releases: a few megabytes each, kept; the evidence of deployments: kilobytes. */
const SMALL_CONTAINERS: Readonly<Record<string, number>> = { releases: 1, audit: 0.1 };

export interface StorageResult {
  readonly containers: Readonly<Record<string, ContainerUsage>>;
  readonly figures: readonly UsageFigure[];
  /** Operations by the address of the account. */
  readonly writes: Readonly<Record<string, number>>;
  readonly reads: Readonly<Record<string, number>>;
  readonly deletes: Readonly<Record<string, number>>;
  readonly uploadedGb: number;
  readonly flows: readonly TieredFlow[];
}

/** Containers of one environment in the month that its workload has reached. */
export function storageUsage(
  stacks: readonly SynthesizedStack[],
  context: Omit<FlowContext, 'stack'>,
  rules: PriceRules,
  serverlessGb: number,
): StorageResult {
  const { workload } = context;
  const containers: Record<string, ContainerUsage> = {};
  const figures: UsageFigure[] = [];
  const writes: Record<string, number> = {};
  const reads: Record<string, number> = {};
  const deletes: Record<string, number> = {};
  const tiered: TieredFlow[] = [];
  let uploadedGb = 0;
  for (const stack of stacks) {
    for (const container of stack.resources.filter(({ type }) => CONTAINER_TYPES.includes(type))) {
      const name = literalText(container.body, 'name');
      const account = accountOf(stack, container);
      if (name === undefined || account === undefined) continue;
      const flows = flowsOf(container, { ...context, stack });
      const months = flows.map((named) => ({
        named,
        month: lastMonth(simulate(named.flow, workload.collectedMonths, rules.earlyDeleteDays).months),
      }));
      const small = SMALL_CONTAINERS[name];
      if (flows.length === 0 && small === undefined) continue;
      const usage = flows.length === 0 ? smallUsage(small ?? 0) : containerUsage(months, context, serverlessGb);
      containers[name] = usage;
      const redundancy = literalText(account.body, 'account_replication_type')?.toLowerCase();
      if (redundancy !== undefined) {
        const region = literalText(account.body, 'location');
        tiered.push(...flows.map(({ flow }) => ({ container: name, redundancy, region, flow })));
      }
      writes[account.address] = (writes[account.address] ?? 0) + usage.writes;
      reads[account.address] = (reads[account.address] ?? 0) + usage.reads;
      const deleted = months.reduce((sum, { month }) => sum + (month.purgedGib * 1024) / 128, 0);
      deletes[account.address] = (deletes[account.address] ?? 0) + deleted;
      if (flows[0]?.layer === 'landing') uploadedGb += usage.writtenGb;
      figures.push(...told(name, usage, months, context));
    }
  }
  return { containers, figures, writes, reads, deletes, uploadedGb, flows: tiered };
}

export const CONTAINER_TYPES: readonly string[] = [
  'azurerm_storage_container',
  'azurerm_storage_data_lake_gen2_filesystem',
];

export function accountOf(stack: SynthesizedStack, { body }: StackResource): StackResource | undefined {
  return follow(stack, body['storage_account_id']) ?? follow(stack, body['storage_account_name']);
}

interface FlowMonth {
  readonly named: NamedFlow;
  readonly month: MonthOfFlow;
}

function containerUsage(
  flows: readonly FlowMonth[],
  { runsPerDay, workload, band }: Omit<FlowContext, 'stack'>,
  serverlessGb: number,
): ContainerUsage {
  const layer = flows[0]?.named.layer ?? '';
  const runs = runsPerDay * DAYS_PER_MONTH * flows.length;
  const written = total(flows, ({ writtenGib }) => writtenGib);
  const rewritten = total(flows, ({ rewrittenGib }) => rewrittenGib);
  const files = total(flows, ({ filesWritten }) => filesWritten);
  // What arrives is read once by the next layer, what is rewritten is read before; queries read gold.
  const readGib = written + rewritten + (layer === 'gold' ? serverlessGb * GIB_PER_GB : 0);
  const gib = flows.reduce((sum, { month }) => addTiers(sum, month.stored), NO_TIERS);
  const stored = Math.max(gib.hot + gib.cool + gib.cold, 1e-9);
  // Rewriting takes the same share of every tier that is online, so that it retrieves what lies in the cooler ones.
  const retrieved = rewritten / GIB_PER_GB;
  const own = layer === 'bronze' || layer === 'silver' || layer === 'gold';
  const share = own && valueOf(workload.rewrittenPercentPerDay[layer], band) > 0 ? retrieved / stored : 0;
  return {
    gib,
    writes:
      written * OPERATIONS_PER_GIB + files * OPERATIONS_PER_FILE + (layer === 'landing' ? 0 : runs * WRITES_PER_RUN),
    reads: readGib * OPERATIONS_PER_GIB + runs * READS_PER_RUN,
    movedFiles: flows.reduce((sum, { month }) => addTiers(sum, month.movedFiles), NO_TIERS),
    retrievedGb: byTier((tier) => (tier === 'hot' || tier === 'archive' ? 0 : gib[tier] * share)),
    earlyGibMonths: flows.reduce((sum, { month }) => addTiers(sum, month.earlyGibMonths), NO_TIERS),
    writtenGb: written / GIB_PER_GB,
  };
}

function smallUsage(gib: number): ContainerUsage {
  return {
    gib: byTier((tier) => (tier === 'hot' ? gib : 0)),
    writes: 1000,
    reads: 1000,
    movedFiles: NO_TIERS,
    retrievedGb: NO_TIERS,
    earlyGibMonths: NO_TIERS,
    writtenGb: gib / 12,
  };
}

function lastMonth(months: readonly MonthOfFlow[]): MonthOfFlow {
  const last = months.at(-1);
  if (last === undefined) throw new Error('A simulation of no month.');
  return last;
}

function total(flows: readonly FlowMonth[], of: (month: MonthOfFlow) => number): number {
  return flows.reduce((sum, { month }) => sum + of(month), 0);
}

function told(
  name: string,
  usage: ContainerUsage,
  flows: readonly FlowMonth[],
  { workload }: Omit<FlowContext, 'stack'>,
): readonly UsageFigure[] {
  if (flows.length === 0) {
    return [
      { name: `storage.${name}.gib`, value: usage.gib.hot, unit: 'GiB', origin: 'derived', how: 'a fixed allowance' },
    ];
  }
  const stored = flows.reduce((sum, { month }) => sum + storedGib(month), 0);
  const dead = total(flows, (month) => month.dead);
  const daily = flows.reduce((sum, { named }) => sum + named.flow.gibPerDay, 0);
  const kept = flows[0]?.named.flow.keptDeadDays ?? 0;
  return [
    {
      name: `storage.${name}.gib`,
      value: stored,
      unit: 'GiB',
      origin: 'derived',
      how:
        `${daily.toFixed(2)} GiB a day for ${String(workload.collectedMonths)} months under the lifecycle policy; ` +
        `of these ${dead.toFixed(1)} GiB no version needs, kept ${String(kept)} days`,
    },
    {
      name: `storage.${name}.writes`,
      value: usage.writes,
      unit: 'operations',
      origin: 'derived',
      how: 'blocks of 4 MiB, files and commits',
    },
    {
      name: `storage.${name}.reads`,
      value: usage.reads,
      unit: 'operations',
      origin: 'derived',
      how: 'once by the next layer, once before a rewrite, and queries',
    },
  ];
}
