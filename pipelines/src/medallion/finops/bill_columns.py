"""Names of columns in bills: exports of Cost Management (EA and MCA), its query API, and FOCUS 1.x."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from medallion.errors import MedallionError

# Our name: the names it has elsewhere, the first found wins. Compared without case, spaces and underscores.
ALIASES: Mapping[str, tuple[str, ...]] = {
    "charge_date": ("Date", "UsageDate", "UsageDateTime", "ChargePeriodStart"),
    "cost": ("CostInBillingCurrency", "BilledCost", "PreTaxCost", "Cost", "CostUSD"),
    "currency": ("BillingCurrency", "BillingCurrencyCode", "Currency"),
    "quantity": ("Quantity", "UsageQuantity", "ConsumedQuantity"),
    "unit": ("UnitOfMeasure", "ConsumedUnit", "PricingUnit"),
    "subscription": ("SubscriptionId", "SubscriptionGuid", "SubAccountId"),
    "resource_id": ("ResourceId", "InstanceId", "InstanceName"),
    "resource_group": ("ResourceGroup", "ResourceGroupName", "x_ResourceGroupName"),
    "service": ("MeterCategory", "ServiceName", "ConsumedService"),
    "product": ("MeterSubCategory", "ProductName", "Product", "x_SkuMeterSubcategory"),
    "meter": ("MeterName", "Meter", "SkuMeter", "x_SkuMeterName"),
    "region": ("ResourceLocation", "RegionId", "Location"),
    # Usage, Purchase, Refund, Tax, Adjustment, Credit.
    "charge_type": ("ChargeType", "ChargeCategory"),
    "tags": ("Tags",),
}
REQUIRED = ("charge_date", "cost", "currency", "quantity", "subscription", "resource_id", "meter")


def plain(name: str) -> str:
    """`Cost In Billing_Currency` as `costinbillingcurrency`; a byte-order mark of the first column falls away."""
    return name.lstrip("\ufeff").replace(" ", "").replace("_", "").lower()


def columns_of(names: Sequence[str], where: str) -> dict[str, str]:
    """The bill's own column for each of ours, by name and never by place.

    Raises MedallionError `bill-columns-missing` with the names that would do.
    """
    known = {plain(name): name for name in names}
    found = {}
    for ours, theirs in ALIASES.items():
        match = next((known[plain(name)] for name in theirs if plain(name) in known), None)
        if match is not None:
            found[ours] = match
    missing = [ours for ours in REQUIRED if ours not in found]
    if missing:
        allowed = "; ".join(f"{ours}: {' or '.join(ALIASES[ours])}" for ours in missing)
        raise MedallionError(
            "bill-columns-missing",
            f"{where} has no column for {', '.join(missing)}; allowed are {allowed}. It has {', '.join(names)}.",
            "Export actual cost, or FOCUS, with all columns.",
        )
    return found
