"""What every reader of landing files gives: the declared columns and what became of the rest."""

from __future__ import annotations

from pyspark.sql import Column as SparkColumn
from pyspark.sql import functions as F

# Columns a reader adds to the declared ones.
RESCUED = "_rescued_data"
MALFORMED = "_malformed"
LINE = "_line"
FILE = "_file"
# Place of a record in its file, from 0, where the source has one; else NULL.
OFFSET = "_offset"

BYTE_ORDER_MARK = "\ufeff"


def json_pair(key: SparkColumn, text: SparkColumn) -> SparkColumn:
    """`"key":"text"` with JSON escapes, `"key":null` for NULL."""
    pair = F.to_json(F.create_map(key, text))
    return pair.substr(F.lit(2), F.length(pair) - 2)


def json_object(pairs: SparkColumn) -> SparkColumn:
    """A JSON object of an array of pairs; NULL for none. Keys may repeat, as they may in the source."""
    return F.when(F.size(pairs) > 0, F.concat(F.lit("{"), F.array_join(pairs, ","), F.lit("}")))
