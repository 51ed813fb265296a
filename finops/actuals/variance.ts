/** The estimate of a month against its bill: what differs, by resource and by cause. */
import { Decimal } from 'decimal.js';
import type { Estimate } from '../estimate';
import type { LineItem } from '../line-item';
import { centsText } from '../price';

/** One meter of one resource on a bill, a whole month of it. */
export interface BilledLine {
  /** Azure id, or the name alone. */
  readonly resource: string;
  readonly meter: string;
  readonly quantity: Decimal;
  readonly usd: Decimal;
}

export type VarianceCause =
  | 'price'
  | 'quantity'
  | 'price and quantity'
  /** Billed, and nothing of the estimate is of its resource. */
  | 'not foreseen'
  /** Billed by a meter that the estimate of the resource does not have. */
  | 'another meter'
  /** Estimated, and not billed. */
  | 'not billed';

export interface Variance {
  readonly resource: string;
  readonly meter: string;
  readonly cause: VarianceCause;
  readonly estimatedUsd: string;
  readonly billedUsd: string;
  readonly deltaUsd: string;
  /** Of the difference, dollars that price explains at the billed quantity, and quantity at the estimated price. */
  readonly byPriceUsd: string;
  readonly byQuantityUsd: string;
  readonly because: string;
}

export interface VarianceReport {
  readonly environment: string;
  readonly estimatedUsd: string;
  readonly billedUsd: string;
  readonly deltaUsd: string;
  /** Largest first; their differences add up to `deltaUsd`. */
  readonly variances: readonly Variance[];
  /** Quantities to put into the workload or the usage, as the bill has them. */
  readonly recalibrated: readonly {
    readonly priceKey: string;
    readonly resource: string;
    readonly quantity: string;
    readonly was: string;
  }[];
}

/** What an estimated line is called on a bill: the resource's own name, and the meter of its price. */
export interface EstimatedLine {
  readonly resource: string;
  readonly meter: string;
  readonly item: LineItem;
}

interface Pair {
  readonly resource: string;
  readonly meter: string;
  readonly items: readonly LineItem[];
  readonly billed: readonly BilledLine[];
}

/** Prices and quantities within this share are the same: bills round. */
const TOLERANCE = new Decimal('0.005');

/**
 * @param lines the estimate's lines by what a bill calls them; several containers of one account share its meters
 */
export function compareWithBill(
  estimate: Estimate,
  lines: readonly EstimatedLine[],
  billed: readonly BilledLine[],
): VarianceReport {
  const variances = pairs(lines, billed)
    .map((pair) => variance(pair, lines))
    .filter(({ deltaUsd }) => !new Decimal(deltaUsd).isZero())
    .sort((one, other) => new Decimal(other.deltaUsd).abs().comparedTo(new Decimal(one.deltaUsd).abs()));
  const estimated = Decimal.sum(0, ...lines.map(({ item }) => item.monthlyUsd));
  const total = Decimal.sum(0, ...billed.map(({ usd }) => usd));
  return {
    environment: estimate.environment,
    estimatedUsd: centsText(estimated),
    billedUsd: centsText(total),
    deltaUsd: centsText(total.minus(estimated)),
    variances,
    recalibrated: pairs(lines, billed)
      .filter(
        ({ items, billed: own }) =>
          items.length === 1 && own.length > 0 && !isClose(quantityOf(items), billedQuantity(own)),
      )
      .flatMap(({ resource, items, billed: own }) =>
        items.map(({ priceKey, quantity }) => ({
          priceKey,
          resource,
          quantity: billedQuantity(own).toFixed(),
          was: quantity,
        })),
      ),
  };
}

function pairs(lines: readonly EstimatedLine[], billed: readonly BilledLine[]): readonly Pair[] {
  const found = new Map<string, { resource: string; meter: string; items: LineItem[]; billed: BilledLine[] }>();
  const pairOf = (resource: string, meter: string) => {
    const [name, by] = [nameOf(resource), meter.toLowerCase()];
    const key = `${name}\n${by}`;
    const pair = found.get(key) ?? { resource: name, meter: by, items: [], billed: [] };
    found.set(key, pair);
    return pair;
  };
  for (const { resource, meter, item } of lines) pairOf(resource, meter).items.push(item);
  for (const line of billed) pairOf(line.resource, line.meter).billed.push(line);
  return [...found.values()];
}

/** The last name of an Azure id, without case: bills change the case of ids at will. */
function nameOf(resource: string): string {
  return resource.toLowerCase().split('/').at(-1) ?? '';
}

function quantityOf(items: readonly LineItem[]): Decimal {
  return Decimal.sum(0, ...items.map(({ quantity }) => quantity));
}

function billedQuantity(lines: readonly BilledLine[]): Decimal {
  return Decimal.sum(0, ...lines.map(({ quantity }) => quantity));
}

function isClose(one: Decimal, other: Decimal): boolean {
  return one.minus(other).abs().lte(Decimal.max(one.abs(), other.abs()).times(TOLERANCE));
}

function variance({ resource, meter, items, billed }: Pair, lines: readonly EstimatedLine[]): Variance {
  const estimatedUsd = Decimal.sum(0, ...items.map(({ monthlyUsd }) => monthlyUsd));
  const billedUsd = Decimal.sum(0, ...billed.map(({ usd }) => usd));
  const delta = billedUsd.minus(estimatedUsd);
  const [planned, used] = [quantityOf(items), billedQuantity(billed)];
  const price = planned.isZero() ? new Decimal(0) : estimatedUsd.div(planned);
  const paid = used.isZero() ? new Decimal(0) : billedUsd.div(used);
  const known = items.length > 0 && billed.length > 0;
  const byQuantity = known ? used.minus(planned).times(price) : new Decimal(0);
  const byPrice = known ? delta.minus(byQuantity) : new Decimal(0);
  const cause = causeOf();
  return {
    resource,
    meter,
    cause,
    estimatedUsd: centsText(estimatedUsd),
    billedUsd: centsText(billedUsd),
    deltaUsd: centsText(delta),
    byPriceUsd: centsText(byPrice),
    byQuantityUsd: centsText(byQuantity),
    because: known
      ? `${short(planned)} to ${short(used)} ${items[0]?.unit ?? ''} at $${short(price)} estimated, $${short(paid)} paid`
      : billed.length > 0
        ? `${short(used)} units for $${centsText(billedUsd)}`
        : `${short(planned)} ${items[0]?.unit ?? ''} were expected`,
  };

  function causeOf(): VarianceCause {
    if (billed.length === 0) return 'not billed';
    if (items.length === 0)
      return lines.some((line) => nameOf(line.resource) === resource) ? 'another meter' : 'not foreseen';
    const [samePrice, sameQuantity] = [isClose(price, paid), isClose(planned, used)];
    return samePrice ? 'quantity' : sameQuantity ? 'price' : 'price and quantity';
  }
}

function short(value: Decimal): string {
  return value.toSignificantDigits(6).toString();
}
