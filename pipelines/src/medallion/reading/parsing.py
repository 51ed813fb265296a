"""Columns that every reader of landing files adds to the declared ones, and JSON helpers for rescued data."""

from __future__ import annotations

from pyspark.sql import Column as SparkColumn
from pyspark.sql import functions as F

# Columns a reader adds to the declared ones.
RESCUED = "_rescued_data"
MALFORMED = "_malformed"
LINE = "_line"
FILE = "_file"
# Position of a record in its file, from 0; NULL if the source has none.
OFFSET = "_offset"

BYTE_ORDER_MARK = "\ufeff"


def json_pair(key: SparkColumn, text: SparkColumn) -> SparkColumn:
    """`"key":"text"` with JSON escapes, `"key":null` for NULL."""
    pair = F.to_json(F.create_map(key, text))
    return pair.substr(F.lit(2), F.length(pair) - 2)


def json_object(pairs: SparkColumn) -> SparkColumn:
    """A JSON object from an array of pairs; NULL for an empty array. Keys may repeat, as in the source."""
    return F.when(F.size(pairs) > 0, F.concat(F.lit("{"), F.array_join(pairs, ","), F.lit("}")))
