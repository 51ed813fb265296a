"""How tables are made: properties that a table is born with."""

from __future__ import annotations

from medallion.manifest import Table


def table_options(table: Table) -> dict[str, str]:
    """Delta properties by layer. They take effect on the write that creates the table."""
    indexed = dict.fromkeys((*table.keys, *table.order_by, *table.z_order_by))
    options = {"delta.dataSkippingStatsColumns": ",".join(indexed)}
    if table.layer != "gold":
        # Readers of the next layer take what is new, also after files were compacted.
        options["delta.enableChangeDataFeed"] = "true"
    return options
