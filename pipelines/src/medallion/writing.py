"""How tables are made: properties that a table is born with."""

from __future__ import annotations

from medallion.manifest import Table

# Delta keeps no minimum and maximum of these.
_WITHOUT_STATISTICS = ("boolean", "binary")


def table_options(table: Table) -> dict[str, str]:
    """Delta properties by layer. They take effect on the write that creates the table."""
    # The declared columns only: minima of raw lines and run ids help no query and cost on every write.
    indexed = [column.name for column in table.columns if column.type not in _WITHOUT_STATISTICS]
    options = {"delta.dataSkippingStatsColumns": ",".join(indexed)}
    if table.layer != "gold":
        # Readers of the next layer take what is new, also after files were compacted.
        options["delta.enableChangeDataFeed"] = "true"
    return options
