/** Shared spend given to those who caused it: Spark and orchestration by the time that tables were at work. */
import { Decimal } from 'decimal.js';
import { sumUsd, type BillLine } from './bill';
import { componentOf } from './bill-services';
import { nameOf, partsOf, type Part } from './spend';
import type { MonthOfWork } from './work';

export interface Allocation {
  /** Layers with their own resources and their share; `unallocated` is what nobody can be given. Adds up to the total. */
  readonly byLayer: readonly Part[];
  /** Tables by their share of what was allocated; resources of a layer stand under `<layer>, stored`. Adds up to the total. */
  readonly byTable: readonly Part[];
  readonly allocatedUsd: string;
  readonly unallocated: readonly { readonly what: string; readonly usd: string; readonly because: string }[];
  /** How, in a sentence. */
  readonly basis: string;
}

const OWN_LAYERS = ['landing', 'bronze', 'silver', 'gold', 'system', 'backup'];
const BY_WORK = ['spark', 'orchestration'];

/** @param pool on which the lake's own runs work: other pools are people's, and no ledger says for which table */
export function allocate(lines: readonly BillLine[], work: MonthOfWork | undefined, pool: string): Allocation {
  const total = sumUsd(lines);
  const layers = new Map<string, Decimal>();
  const tables = new Map<string, Decimal>();
  const rest = new Map<string, { usd: Decimal; because: string }>();
  const add = (map: Map<string, Decimal>, name: string, usd: Decimal): void => {
    map.set(name, (map.get(name) ?? new Decimal(0)).plus(usd));
  };
  let shared = new Decimal(0);
  for (const line of lines) {
    const component = componentOf(line);
    if (OWN_LAYERS.includes(line.layer)) {
      add(layers, line.layer, line.usd);
      add(tables, `${line.layer}, stored`, line.usd);
    } else if (
      component !== undefined &&
      BY_WORK.includes(component) &&
      work !== undefined &&
      !isOfPeople(line, pool)
    ) {
      shared = shared.plus(line.usd);
    } else {
      const what = isOfPeople(line, pool)
        ? `spark, ${nameOf(line.resourceId)}`
        : (component ?? (line.service === '' ? 'not named' : line.service));
      const because =
        component === undefined
          ? 'no resource of a lake'
          : isOfPeople(line, pool)
            ? 'notebooks and jobs of people, of which no ledger tells the table'
            : BY_WORK.includes(component)
              ? 'the ledger has no run of this month'
              : 'serves all layers, and nothing measures their share';
      rest.set(what, { usd: (rest.get(what)?.usd ?? new Decimal(0)).plus(line.usd), because });
    }
  }
  for (const { name, layer, share } of sharesOf(work)) {
    add(layers, layer, shared.times(share));
    add(tables, name, shared.times(share));
  }
  const left = [...rest.values()].reduce((sum, { usd }) => sum.plus(usd), new Decimal(0));
  for (const map of [layers, tables]) if (rest.size > 0) map.set('unallocated', left);
  return {
    byLayer: partsOf(layers, total),
    byTable: partsOf(tables, total),
    allocatedUsd: total.minus(left).toFixed(2),
    unallocated: [...rest]
      .map(([what, { usd, because }]) => ({ what, usd: usd.toFixed(2), because }))
      .sort((one, other) => Number(other.usd) - Number(one.usd)),
    basis:
      work === undefined
        ? 'Tagged resources by their tag; the ledger has no run of this month, so that Spark and orchestration stay unallocated.'
        : `Tagged resources by their tag; Spark and orchestration by the seconds that ${String(new Set(work.tables.map(({ table }) => table)).size)} tables were at work in ${String(work.runs)} runs.`,
  };
}

function isOfPeople(line: BillLine, pool: string): boolean {
  return componentOf(line) === 'spark' && nameOf(line.resourceId) !== pool.toLowerCase();
}

function sharesOf(
  work: MonthOfWork | undefined,
): readonly { readonly name: string; readonly layer: string; readonly share: Decimal }[] {
  if (work === undefined) return [];
  const seconds = new Map<string, { layer: string; seconds: number }>();
  for (const { table, layer, seconds: own } of work.tables) {
    const known = seconds.get(table);
    if (known === undefined) seconds.set(table, { layer, seconds: own });
    else known.seconds += own;
  }
  const total = [...seconds.values()].reduce((sum, one) => sum + one.seconds, 0);
  const even = new Decimal(1).div(Math.max(seconds.size, 1));
  return [...seconds].map(([name, one]) => ({
    name,
    layer: one.layer,
    share: total === 0 ? even : new Decimal(one.seconds).div(total),
  }));
}
