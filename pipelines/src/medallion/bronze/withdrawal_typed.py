"""Rows of persons out of a Parquet or Avro file, by Spark, which reads and writes both."""

from __future__ import annotations

from collections.abc import Sequence

from pyspark.sql import functions as F

from medallion.lake.lake import Lake
from medallion.lake.suppression import THEIRS, Persons, marked
from medallion.spark.dataframes import of_secrets
from medallion.spark.folder import Folder

_PATTERN = "_pattern"
# Hidden from readers of the landing container.
_ASIDE = "_rewriting"


def rewrite_typed(
    lake: Lake, kind: str, path: str, persons: Sequence[Persons], pattern: str | None, redacted: str
) -> bytes | None:
    """The file's new bytes; None where it holds nobody of them."""
    source = lake.spark.read.format(kind).load(lake.landing(path))
    names = {name.lower(): name for name in source.columns}
    here = [Persons(names[one.column.lower()], one.type, one.tokens) for one in persons if one.column.lower() in names]
    rows = marked(lake, source, here)
    texts = [name for name, type_ in source.dtypes if type_ == "string"]
    mentioned = F.lit(False)
    if pattern is not None and texts:
        rows = rows.crossJoin(
            F.broadcast(
                of_secrets(lake.spark, {_PATTERN: pattern.encode()}).selectExpr(f"string({_PATTERN}) {_PATTERN}")
            )
        )
        mentioned = F.expr(f"rlike(concat_ws(' ', {', '.join(f'`{name}`' for name in texts)}), {_PATTERN})")
    if rows.where(F.col(THEIRS) | mentioned).isEmpty():
        return None
    changed = [
        F.expr(f"regexp_replace(`{name}`, {_PATTERN}, '{redacted}')").alias(name)
        if pattern is not None and name in texts
        else F.col(f"`{name}`")
        for name in source.columns
    ]
    aside = Folder(lake.spark, lake.landing(f"{_ASIDE}/{path}"))
    try:
        rows.where(~F.col(THEIRS)).select(*changed).coalesce(1).write.format(kind).mode("overwrite").save(aside.root)
        (part,) = [name for name in aside.sizes() if name.rpartition("/")[2].startswith("part-")]
        return aside.read(part)
    finally:
        Folder(lake.spark, lake.landing(_ASIDE)).delete()
