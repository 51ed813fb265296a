/** The flows of data through a lake: one for each table and folder of deliveries, under the policy of its account. */
import type { TableContract } from '../../contracts/contract';
import type { Workload } from '../../environments/workload-profile';
import { isJsonArray, isJsonObject, type JsonObject } from '../../shared/json';
import type { StackResource, SynthesizedStack } from '../../synthesized/stack';
import { follow } from '../../synthesized/references';
import { blocks } from '../../synthesized/values';
import type { Flow } from '../simulation/cohorts';
import { TIERS, type BlobTier, type TierStep } from '../simulation/tiers';
import { literalNumber, literalText } from '../literals';
import { valueOf, type Band } from './figure';

/** Gigabytes are decimal in what people state, GiB in what Azure bills. */
export const GIB_PER_GB = 1e9 / 2 ** 30;
const TARGET_FILE_MIB = 128;
/** A table's own bookkeeping for each run: rows of the ledger, lineage and quality. */
const LEDGER_GIB_PER_RUN = 1 / 1024;
/** Days for which the ledger is kept. */
const LEDGER_DAYS = 365;
const LEDGER = 'ledger';

export interface NamedFlow {
  readonly container: string;
  /** `landing`, `bronze`, `silver`, `gold`, `system`, `backup`. */
  readonly layer: string;
  readonly table: string;
  readonly flow: Flow;
}

export interface FlowContext {
  readonly stack: SynthesizedStack;
  readonly resources: readonly StackResource[];
  /** Empty where only stacks are known: then a layer is one flow. */
  readonly contracts: readonly TableContract[];
  readonly workload: Workload;
  readonly band: Band;
  /** Runs a day of the pipeline that refreshes the tables, at least 1 / 30. */
  readonly runsPerDay: number;
}

/** Layer of a container: its own name, or what follows a tenant's. */
export function layerOf(container: string): { readonly layer: string; readonly tenant: string | undefined } {
  const match = /^(?:(.+)-)?(landing|bronze|silver|gold|system|backup)$/.exec(container);
  return match === null ? { layer: container, tenant: undefined } : { layer: match[2] ?? container, tenant: match[1] };
}

/** Flows of one container; none for one that holds no table. */
export function flowsOf(container: StackResource, context: FlowContext): readonly NamedFlow[] {
  const name = literalText(container.body, 'name');
  const account = follow(context.stack, container.body['storage_account_id']);
  if (name === undefined || account === undefined) return [];
  const { layer, tenant } = layerOf(name);
  const share = tenant === undefined ? 1 : valueOf(context.workload.tenantPercent ?? 10, context.band) / 100;
  return tablesOf(layer, context).map(({ table, gbPerDay, retentionDays }): NamedFlow => {
    const raw = layer === 'landing';
    const rewritten = isLayer(layer) ? valueOf(context.workload.rewrittenPercentPerDay[layer], context.band) / 100 : 0;
    const policy = policyOf(account, context, `${name}/${table}/`);
    const soft = literalNumber(account.body, 'blob_properties', 'delete_retention_policy', 'days') ?? 0;
    const ends = [retentionDays, policy.deleteAfterDays].filter((days) => days !== undefined);
    return {
      container: name,
      layer,
      table,
      flow: {
        gibPerDay: gbPerDay * GIB_PER_GB * share,
        growthPercent: context.workload.growthPercent ?? 0,
        rewritten,
        steps: policy.steps,
        home: homeOf(account),
        ...(ends.length === 0 ? {} : { deleteAfterDays: Math.min(...ends) }),
        keptDeadDays: soft + (raw ? 0 : (context.workload.vacuumDays ?? 7)),
        fileMib: TARGET_FILE_MIB,
        runsPerDay: Math.max(context.runsPerDay, 1 / 30),
      },
    };
  });
}

function isLayer(layer: string): layer is 'bronze' | 'silver' | 'gold' {
  return layer === 'bronze' || layer === 'silver' || layer === 'gold';
}

function homeOf({ body }: StackResource): BlobTier {
  const tier = (literalText(body, 'access_tier') ?? 'Hot').toLowerCase();
  return TIERS.find((known) => known === tier) ?? 'hot';
}

interface TableVolume {
  readonly table: string;
  readonly gbPerDay: number;
  readonly retentionDays?: number;
}

/** What each table of a layer gets a day, GB. Landing and bronze by source; silver and gold split what lands evenly. */
function tablesOf(layer: string, context: FlowContext): readonly TableVolume[] {
  const { workload, contracts, band, runsPerDay } = context;
  const landed = Object.entries(workload.landedGbPerDay).map(([table, figure]) => ({
    table,
    gbPerDay: valueOf(figure, band),
  }));
  const total = landed.reduce((sum, { gbPerDay }) => sum + gbPerDay, 0);
  const retention = (name: string): { retentionDays?: number } => {
    const contract = contracts.find((known) => known.name === name);
    return contract === undefined ? {} : { retentionDays: contract.retentionDays };
  };
  switch (layer) {
    case 'landing':
      return landed;
    case 'bronze':
      return landed.map(({ table, gbPerDay }) => ({
        table,
        gbPerDay: gbPerDay * valueOf(workload.layerRatio.bronze, band),
        ...retention(`bronze.${table}`),
      }));
    case 'silver':
    case 'gold': {
      const own = contracts.filter((contract) => contract.layer === layer);
      const names = own.length === 0 ? [layer] : own.map(({ table }) => table);
      const gbPerDay = (total * valueOf(workload.layerRatio[layer], band)) / names.length;
      return names.map((table) => ({ table, gbPerDay, ...retention(`${layer}.${table}`) }));
    }
    case 'system': {
      const tables = Math.max(contracts.length, 3);
      const gibPerDay = runsPerDay * tables * LEDGER_GIB_PER_RUN;
      return [{ table: LEDGER, gbPerDay: gibPerDay / GIB_PER_GB, retentionDays: LEDGER_DAYS }];
    }
    case 'backup':
      // One more copy of what is not raw, kept as long and written as often.
      return (['bronze', 'silver', 'gold', 'system'] as const).flatMap((copied) =>
        tablesOf(copied, context).map((volume) => ({ ...volume, table: `${copied}/${volume.table}` })),
      );
    default:
      return [];
  }
}

interface Policy {
  readonly steps: readonly TierStep[];
  readonly deleteAfterDays?: number;
}

const ACTIONS: readonly (readonly [BlobTier, string])[] = [
  ['cool', 'tier_to_cool_after_days_since_modification_greater_than'],
  ['cold', 'tier_to_cold_after_days_since_modification_greater_than'],
  ['archive', 'tier_to_archive_after_days_since_modification_greater_than'],
];

/** What the account's policy does to files below a prefix: rules for the whole prefix, or for files in it. */
function policyOf(account: StackResource, { stack, resources }: FlowContext, prefix: string): Policy {
  const actions = resources
    .filter(
      ({ type, body }) =>
        type === 'azurerm_storage_management_policy' && follow(stack, body['storage_account_id']) === account,
    )
    .flatMap(({ body }) => blocks(body, 'rule') ?? [])
    .filter((rule) => rule['enabled'] !== false && matches(rule, prefix))
    .map(baseBlob);
  const earliest = (argument: string): number | undefined => {
    const days = actions.map((action) => literalNumber(action, argument)).filter((value) => value !== undefined);
    return days.length === 0 ? undefined : Math.min(...days);
  };
  const steps = ACTIONS.flatMap(([tier, argument]): TierStep[] => {
    const afterDays = earliest(argument);
    return afterDays === undefined ? [] : [{ tier, afterDays }];
  }).sort((one, other) => one.afterDays - other.afterDays);
  // A file that is already in a cooler tier is not moved back.
  const forward = steps.filter(({ tier }, index) =>
    steps.slice(0, index).every((before) => TIERS.indexOf(before.tier) < TIERS.indexOf(tier)),
  );
  const deleteAfterDays = earliest('delete_after_days_since_modification_greater_than');
  return { steps: forward, ...(deleteAfterDays === undefined ? {} : { deleteAfterDays }) };
}

function matches(rule: JsonObject, prefix: string): boolean {
  const filters = (blocks(rule, 'filters') ?? [])[0];
  const list = filters === undefined ? undefined : filters['prefix_match'];
  const prefixes = isJsonArray(list) ? list.map(String) : [];
  return prefixes.length === 0 || prefixes.some((own) => own.startsWith(prefix) || prefix.startsWith(own));
}

function baseBlob(rule: JsonObject): JsonObject {
  const actions = (blocks(rule, 'actions') ?? [])[0] ?? {};
  const found = (blocks(actions, 'base_blob') ?? [])[0];
  return isJsonObject(found) ? found : {};
}
