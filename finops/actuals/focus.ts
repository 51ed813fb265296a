/**
 * Bills as FOCUS 1.0, the open specification of cost data: one row for each line of a month, our allocation beside it in
 * columns that begin with `x_`.
 *
 * What a bill of actual cost does not tell is not made up: list, contracted and effective cost, which the specification
 * requires, are the billed cost; the pricing category is `Other`; unit prices, SKUs and commitments stay empty.
 */
import type { BillLine, MonthlyBill } from './bill';
import { nextDay, nextMonth } from './calendar';

export const FOCUS_VERSION = '1.0';

type Row = Readonly<Record<string, string>>;

/** In the order of the specification; the last are ours. */
const COLUMNS = [
  ...['AvailabilityZone', 'BilledCost', 'BillingAccountId', 'BillingAccountName', 'BillingCurrency'],
  ...['BillingPeriodEnd', 'BillingPeriodStart', 'ChargeCategory', 'ChargeClass', 'ChargeDescription'],
  ...['ChargeFrequency', 'ChargePeriodEnd', 'ChargePeriodStart', 'CommitmentDiscountCategory', 'CommitmentDiscountId'],
  ...['CommitmentDiscountName', 'CommitmentDiscountStatus', 'CommitmentDiscountType', 'ConsumedQuantity'],
  ...['ConsumedUnit', 'ContractedCost', 'ContractedUnitPrice', 'EffectiveCost', 'InvoiceIssuerName', 'ListCost'],
  ...['ListUnitPrice', 'PricingCategory', 'PricingQuantity', 'PricingUnit', 'ProviderName', 'PublisherName'],
  ...['RegionId', 'RegionName', 'ResourceId', 'ResourceName', 'ResourceType', 'ServiceCategory', 'ServiceName'],
  ...['SkuId', 'SkuPriceId', 'SubAccountId', 'SubAccountName', 'Tags'],
  ...['x_ResourceGroupName', 'x_SkuMeterName', 'x_SkuMeterSubcategory', 'x_Layer', 'x_Tenant', 'x_Tier'],
] as const;

/** The first that a service's name matches. */
const CATEGORIES: readonly (readonly [RegExp, string])[] = [
  [/synapse|databricks|stream analytics|purview/i, 'Analytics'],
  [/data factory|event grid|event hubs|service bus|logic apps/i, 'Integration'],
  [/defender|key vault|sentinel|security/i, 'Security'],
  [/log analytics|monitor|insights|automation|cost management|policy/i, 'Management and Governance'],
  [/network|bandwidth|private link|dns|vpn|load balancer|firewall/i, 'Networking'],
  [/storage|backup/i, 'Storage'],
  [/sql|cosmos|database|cache/i, 'Databases'],
  [/virtual machine|kubernetes|container|functions|app service/i, 'Compute'],
];

/** Several subscriptions of a month together. Lines end as in RFC 4180. */
export function focusCsv(bills: readonly MonthlyBill[]): string {
  const rows = bills.flatMap((bill) => bill.lines.map((line) => rowOf(bill, line)));
  const records = [COLUMNS, ...rows.map((row) => COLUMNS.map((name) => row[name] ?? ''))];
  return records.map((fields) => `${fields.map(quoted).join(',')}\r\n`).join('');
}

function rowOf({ subscription, month, firstDay, lastDay }: MonthlyBill, line: BillLine): Row {
  const usd = line.usd.toFixed();
  const isCredit = line.usd.isNegative() && !line.usd.isZero();
  const quantity = line.quantity.toFixed();
  const account = `/subscriptions/${subscription}`;
  return {
    BilledCost: usd,
    EffectiveCost: usd,
    ContractedCost: usd,
    ListCost: usd,
    // Bills are imported by subscription: who pays for it stands in none of their rows.
    BillingAccountId: account,
    BillingCurrency: 'USD',
    BillingPeriodStart: `${month}-01T00:00:00Z`,
    BillingPeriodEnd: `${nextMonth(month)}-01T00:00:00Z`,
    ChargePeriodStart: `${firstDay}T00:00:00Z`,
    ChargePeriodEnd: `${nextDay(lastDay)}T00:00:00Z`,
    ChargeCategory: isCredit ? 'Credit' : 'Usage',
    ChargeDescription: [line.product, line.meter].filter((part) => part !== '').join(', '),
    ChargeFrequency: isCredit ? 'One-Time' : 'Usage-Based',
    ...(isCredit ? {} : { ConsumedQuantity: quantity, ConsumedUnit: line.unit, PricingCategory: 'Other' }),
    PricingQuantity: quantity,
    PricingUnit: line.unit,
    InvoiceIssuerName: 'Microsoft',
    ProviderName: 'Microsoft',
    PublisherName: 'Microsoft',
    RegionId: line.region,
    ResourceId: line.resourceId,
    ResourceName: line.resourceId.split('/').at(-1) ?? '',
    ResourceType: /\/providers\/([^/]+\/[^/]+)/.exec(line.resourceId)?.[1] ?? '',
    ServiceCategory: CATEGORIES.find(([pattern]) => pattern.test(line.service))?.[1] ?? 'Other',
    ServiceName: line.service === '' ? 'Azure' : line.service,
    SubAccountId: account,
    Tags: JSON.stringify(line.tags),
    x_ResourceGroupName: line.resourceGroup,
    x_SkuMeterName: line.meter,
    x_SkuMeterSubcategory: line.product,
    x_Layer: line.layer,
    x_Tenant: line.tenant,
    x_Tier: line.tier,
  };
}

function quoted(field: string): string {
  return /[",\r\n]/.test(field) ? `"${field.replaceAll('"', '""')}"` : field;
}
