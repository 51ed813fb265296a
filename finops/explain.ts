/** Why one estimate differs from another: the meters that moved, and the quantities, prices or resources that moved them. */
import { Decimal } from 'decimal.js';
import type { Estimate } from './estimate';
import type { LineItem } from './line-item';

export type Cause = 'quantity' | 'price' | 'quantity and price' | 'new' | 'gone';

export interface ExplainedChange {
  readonly what: string;
  readonly deltaUsd: string;
  readonly cause: Cause;
  /** The arithmetic of the difference. */
  readonly because: string;
}

/** Changes of a cent or more, the largest first. */
export function explainChange(before: Estimate | undefined, after: Estimate | undefined): readonly ExplainedChange[] {
  const [old, next] = [linesOf(before), linesOf(after)];
  return [...new Set([...old.keys(), ...next.keys()])]
    .map((key) => explained(old.get(key), next.get(key), after))
    .filter((change) => change !== undefined)
    .sort((one, other) => new Decimal(other.deltaUsd).abs().comparedTo(new Decimal(one.deltaUsd).abs()));
}

/** One line a meter of a resource; several of the same name are told apart by their order. */
function linesOf(estimate: Estimate | undefined): ReadonlyMap<string, LineItem> {
  const lines = new Map<string, LineItem>();
  for (const item of estimate?.items ?? []) {
    let key = `${item.path} ${item.description.replace(/, (LRS|ZRS|GRS|RAGRS|GZRS|RAGZRS)$/, '')}`;
    while (lines.has(key)) key += "'";
    lines.set(key, item);
  }
  return lines;
}

function explained(
  old: LineItem | undefined,
  next: LineItem | undefined,
  after: Estimate | undefined,
): ExplainedChange | undefined {
  const delta = new Decimal(next?.monthlyUsd ?? 0).minus(old?.monthlyUsd ?? 0);
  const item = next ?? old;
  if (delta.isZero() || item === undefined) return undefined;
  const change = { what: item.description, deltaUsd: delta.toFixed(2) };
  if (old === undefined) {
    return { ...change, cause: 'new', because: `${amount(item)} at $${item.unitPriceUsd}` };
  }
  if (next === undefined) return { ...change, cause: 'gone', because: `${amount(old)} at $${old.unitPriceUsd} before` };
  const quantity = !new Decimal(old.quantity).equals(next.quantity);
  const price = old.priceKey !== next.priceKey || (!quantity && old.unitPriceUsd !== next.unitPriceUsd);
  const why = quantity ? howOf(next, after) : '';
  return {
    ...change,
    cause: quantity && price ? 'quantity and price' : quantity ? 'quantity' : 'price',
    because: [
      ...(quantity ? [`${short(old.quantity)} to ${short(next.quantity)} ${next.unit}`] : []),
      ...(price ? [`$${old.unitPriceUsd} to $${next.unitPriceUsd} a ${next.unit} (${next.priceKey})`] : []),
      ...(why === '' ? [] : [why]),
    ].join('; '),
  };
}

/** The derivation of the quantity, when a figure of the estimate stands for this line. */
function howOf({ description }: LineItem, after: Estimate | undefined): string {
  const name = /^(?:Spark pool|SQL pool) ([\w-]+)/.exec(description)?.[1];
  const figure = after?.figures.find(
    ({ name: known }) =>
      name !== undefined && (known === `spark.${name}.hours` || known === `sqlPools.${name}.onlineHours`),
  );
  return figure?.how ?? '';
}

function amount({ quantity, unit }: LineItem): string {
  return `${short(quantity)} ${unit}`;
}

function short(quantity: string): string {
  return new Decimal(quantity).toDecimalPlaces(2).toString();
}

/**
 * What keeps the difference of two estimates from being known: something that is not priced changes, comes or goes, or the usage
 * changes while something is not priced.
 */
export function unknownDifference(before: Estimate | undefined, after: Estimate | undefined): readonly string[] {
  const keys = (estimate: Estimate | undefined): ReadonlyMap<string, string> =>
    new Map(
      estimate?.unpriced.map(({ address, fingerprint, reason }) => [
        `${address} ${fingerprint}`,
        `${address}: ${reason}`,
      ]),
    );
  const [old, next] = [keys(before), keys(after)];
  const moved = [
    ...[...next].filter(([key]) => !old.has(key)).map(([, text]) => `not priced after the change: ${text}`),
    ...[...old].filter(([key]) => !next.has(key)).map(([, text]) => `not priced before the change: ${text}`),
  ];
  const rest = [...next].filter(([key]) => old.has(key));
  const sameUsage = JSON.stringify(before?.figures) === JSON.stringify(after?.figures);
  const others = (estimate: Estimate | undefined): readonly string[] =>
    (estimate?.incomplete ?? []).filter(
      (text) => text.includes('its volume is not known') || text.includes('has no resource'),
    );
  const known = new Set(others(before));
  return [
    ...moved,
    ...(sameUsage || before === undefined ? [] : rest.map(([, text]) => `not priced while the usage changes: ${text}`)),
    ...others(after).filter((text) => !known.has(text)),
  ];
}

/** One paragraph for a reviewer: the difference, why, what is unknown, and the range. */
export function explainInWords(before: Estimate | undefined, after: Estimate | undefined): string {
  if (after === undefined) return '';
  const delta = new Decimal(after.totalUsd).minus(before?.totalUsd ?? 0);
  const changes = explainChange(before, after);
  const unknown = unknownDifference(before, after);
  const told = changes
    .slice(0, 4)
    .map(({ what, deltaUsd, because }) => `${what} ${signed(deltaUsd)} (${because})`)
    .join('; ');
  const more = changes.length > 4 ? `; and ${String(changes.length - 4)} smaller ones` : '';
  const { range } = after;
  return [
    ...(unknown.length > 0
      ? [
          `**Incomplete: ${String(unknown.length)} ${unknown.length === 1 ? 'thing is' : 'things are'} not known** (${unknown.slice(0, 3).join('; ')}).`,
        ]
      : []),
    delta.isZero() && changes.length === 0
      ? `${after.environment} costs what it did, $${after.totalUsd} a month.`
      : `${after.environment} ${delta.isNegative() ? 'falls' : 'rises'} by $${delta.abs().toFixed(2)} a month to $${after.totalUsd}: ${told}${more}.`,
    ...tiersInWords(before, after),
    ...(range === null ? [] : [`With low usage $${range.lowUsd}, with high usage $${range.highUsd}.`]),
  ].join(' ');
}

/** What tiers earn in twelve months where a change moves it, and every rule that loses money. */
function tiersInWords(before: Estimate | undefined, after: Estimate): readonly string[] {
  const year = (estimate: Estimate): Decimal =>
    Decimal.sum(0, ...estimate.lifecycle.map((one) => one.savedFirstYearUsd));
  const [old, now] = [before === undefined ? undefined : year(before), year(after)];
  const moved = old !== undefined && !old.equals(now);
  return [
    ...(moved
      ? [`Over twelve months the lifecycle rules save $${now.toFixed(2)} in all, before the change $${old.toFixed(2)}.`]
      : []),
    ...losingRules(after),
  ];
}

/** One sentence for each container whose lifecycle rules cost more than they save. */
export function losingRules({ lifecycle, lifecycleUnknown }: Estimate): readonly string[] {
  return [
    ...lifecycle
      .filter(({ savedUsd }) => savedUsd.startsWith('-'))
      .map(
        ({ container, savedUsd, because }) =>
          `**The lifecycle rules of ${container} lose $${savedUsd.slice(1)}** (${because}).`,
      ),
    ...lifecycleUnknown.map(
      (container) => `Whether the lifecycle rules of ${container} pay is not known: a price is missing.`,
    ),
  ];
}

function signed(usd: string): string {
  return usd.startsWith('-') ? `-$${usd.slice(1)}` : `+$${usd}`;
}
