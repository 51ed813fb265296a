"""Parses CSV with a header into declared columns. A record is one line; columns are matched by name."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from functools import reduce
from operator import or_

from pyspark.sql import Column as SparkColumn
from pyspark.sql import DataFrame
from pyspark.sql import functions as F

from medallion.lake.manifest import Table
from medallion.reading import casting
from medallion.reading.parsing import FILE, LINE, MALFORMED, OFFSET, RESCUED, json_object, json_pair

_CORRUPT = "_corrupt_record"
# RFC 4180: a quote inside quotes is doubled. An empty field is NULL, quoted or not: some exporters quote every field.
_OPTIONS = {
    "mode": "PERMISSIVE",
    "columnNameOfCorruptRecord": _CORRUPT,
    "quote": '"',
    "escape": '"',
    "nullValue": "",
    "emptyValue": "",
    "maxCharsPerColumn": "-1",
}


def header_names(header: str) -> list[str]:
    return next(csv.reader([header]), [])


def parse(lines: DataFrame, table: Table, header: str) -> DataFrame:
    """Adds the declared columns, RESCUED and MALFORMED to `lines`, which has LINE, FILE and OFFSET.

    Lines equal to the header are skipped anywhere in a file: files are often concatenated with their headers.
    A line with more or fewer fields than the header is malformed.
    """
    names = header_names(header)
    places = [f"c{i}" for i in range(len(names))]
    schema = ", ".join(f"{place} string" for place in (*places, _CORRUPT))
    records = lines.where(F.col(LINE) != header)
    parsed = records.select(LINE, FILE, OFFSET, F.from_csv(LINE, schema, _OPTIONS).alias("p"))
    flat = parsed.select(
        LINE,
        FILE,
        OFFSET,
        *[F.col(f"p.{place}") for place in places],
        F.col(f"p.{_CORRUPT}").isNotNull().alias(MALFORMED),
    )
    fields = list(zip(table.columns, table.schema(), strict=True))
    # Of each column the place of its field.
    found = [place_of(names, column.source_name) for column in table.columns]
    values = flat.select(
        "*",
        *[
            F.when(~F.col(MALFORMED), casting.parse(_text(found[i]), field.dataType, column.format)).alias(f"v{i}")
            for i, (column, field) in enumerate(fields)
        ],
    )
    # Two columns may read one field.
    columns: dict[int, list[str]] = {}
    for i, place in enumerate(found):
        if place is not None:
            columns.setdefault(place, []).append(f"v{i}")
    return values.select(
        LINE,
        FILE,
        OFFSET,
        MALFORMED,
        *[F.col(f"v{i}").alias(name) for i, name in enumerate(table.column_names)],
        F.when(~F.col(MALFORMED), _rescued(names, columns)).alias(RESCUED),
    )


def place_of(names: Sequence[str], name: str) -> int | None:
    """The field of that name; else the first that differs only in its case."""
    if name in names:
        return names.index(name)
    return next((i for i, other in enumerate(names) if other.lower() == name.lower()), None)


def _text(place: int | None) -> SparkColumn:
    return F.lit(None).cast("string") if place is None else F.col(f"c{place}")


def _rescued(names: Sequence[str], columns: dict[int, list[str]]) -> SparkColumn:
    """Texts of unknown columns, of repeated columns, and of declared columns whose value cannot be cast."""
    pairs = []
    for i, name in enumerate(names):
        text, values = F.col(f"c{i}"), columns.get(i, [])
        lost = reduce(or_, [F.col(value).isNull() for value in values]) if values else F.lit(True)
        pairs.append(F.when(text.isNotNull() & lost, json_pair(F.lit(name), text)))
    return json_object(F.filter(F.array(*pairs), lambda pair: pair.isNotNull()))
