"""Profiles a folder of Parquet, CSV or Delta for the draft of a contract. Keeps no value of a row."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from pyspark.sql import DataFrame, SparkSession
from pyspark.sql import functions as F
from pyspark.sql.types import DataType, DecimalType, NumericType, StringType, StructField, StructType

from medallion.errors import MedallionError
from medallion.spark.folder import Folder

# Contract type by Spark type. Smaller integers and floats widen without loss.
_TYPES = {
    "string": "string",
    "boolean": "boolean",
    "byte": "int",
    "short": "int",
    "integer": "int",
    "long": "bigint",
    "float": "double",
    "double": "double",
    "date": "date",
    "timestamp": "timestamp",
    "timestamp_ntz": "timestamp",
}
# Reading the footers of all files of a large folder would take too long for a draft.
_FOOTERS = 200
# With fewer rows every column may be unique by chance.
_FEWEST_ROWS_FOR_A_KEY = 2


@dataclass(frozen=True)
class ColumnProfile:
    """`type` is a contract type, None if a contract cannot declare it. `is_unique`: no NULL and no repeated value."""

    name: str
    found: str
    type: str | None
    nulls: int
    is_unique: bool


@dataclass(frozen=True)
class Misfit:
    """A finding on which a person has to decide. `code` is stable and kebab-case."""

    code: str
    message: str


@dataclass(frozen=True)
class Profile:
    """`format` is csv, parquet or delta. `duplicates` counts rows that repeat an earlier key."""

    format: str
    files: int
    bytes: int
    rows: int
    columns: tuple[ColumnProfile, ...]
    key: tuple[str, ...]
    duplicates: int
    misfits: tuple[Misfit, ...]


def read(spark: SparkSession, place: str, kind: str) -> DataFrame:
    """All rows of the folder; CSV has a header, and its types are inferred in two extra reads."""
    if kind == "delta":
        return spark.read.format("delta").load(place)
    reader = spark.read.option("recursiveFileLookup", "true")
    if kind == "parquet":
        return reader.option("mergeSchema", "true").parquet(place)
    texts = reader.option("header", "true").csv(place)
    inferred = reader.option("header", "true").option("inferSchema", "true").csv(place).schema
    codes = _codes(texts, inferred)
    schema = [StructField(field.name, StringType()) if field.name in codes else field for field in inferred]
    return reader.option("header", "true").schema(StructType(schema)).csv(place)


def _codes(texts: DataFrame, inferred: StructType) -> set[str]:
    """Columns that look like numbers and are codes: a zip code of 02134 loses its zero as a number."""
    numbers = [field.name for field in inferred if isinstance(field.dataType, NumericType)]
    if not numbers:
        return set()
    zeros = texts.agg(
        *[F.max(F.col(f"`{name}`").rlike("^[+-]?0[0-9]")).alias(f"n{i}") for i, name in enumerate(numbers)]
    )
    (found,) = zeros.collect()
    return {name for i, name in enumerate(numbers) if found[f"n{i}"]}


def profile(spark: SparkSession, place: str, key: tuple[str, ...] = ()) -> Profile:
    """Reads the whole folder.

    Raises MedallionError `nothing-to-adopt`, `mixed-formats`, `type-differs` or `unknown-column`.
    """
    sizes = {path: size for path, size in Folder(spark, place).sizes().items() if _is_data(path)}
    kind = _format(place, sizes)
    data = {path: size for path, size in sizes.items() if path.lower().split(".")[-1] in (kind, "parquet", "gz")}
    misfits = _schema_misfits(spark, place, sorted(data)) if kind == "parquet" else []
    rows = read(spark, place, kind)
    unknown = [name for name in key if name not in rows.columns]
    if unknown:
        raise MedallionError(
            "unknown-column",
            f"{place} has no column {', '.join(unknown)}.",
            f"Name columns of: {', '.join(rows.columns)}.",
        )
    counted, columns = _columns(rows)
    chosen = key or next(((column.name,) for column in columns if column.is_unique), ())
    duplicates = 0
    if chosen and counted:
        distinct = rows.select(*[F.col(f"`{name}`") for name in chosen]).distinct().count()
        duplicates = counted - distinct
    misfits += _column_misfits(columns, rows.schema)
    if not chosen:
        misfits.append(Misfit("no-key", "No single column is unique: name the key with --key."))
    if duplicates:
        misfits.append(Misfit("key-repeats", f"{duplicates} rows repeat an earlier key ({', '.join(chosen)})."))
    misfits += [
        Misfit("key-null", f"{column.nulls} rows have NULL in {column.name}, which is part of the key.")
        for column in columns
        if column.name in chosen and column.nulls
    ]
    return Profile(kind, len(data), sum(data.values()), counted, columns, chosen, duplicates, tuple(misfits))


def _is_data(path: str) -> bool:
    return not any(part.startswith((".", "_")) for part in path.split("/") if part != "_delta_log")


def _format(place: str, sizes: dict[str, int]) -> str:
    if any(path.startswith("_delta_log/") for path in sizes):
        return "delta"
    kinds = Counter(_kind(path) for path in sizes)
    known = [kind for kind in ("parquet", "csv") if kinds[kind]]
    if not known:
        found = ", ".join(sorted(kind for kind in kinds if kind)) or "nothing"
        raise MedallionError(
            "nothing-to-adopt",
            f"{place} has no Parquet, CSV or Delta files, but {found}.",
            "Name the folder of one table.",
        )
    if len(known) > 1 or sum(kinds.values()) > kinds[known[0]]:
        shown = ", ".join(f"{count} {kind or 'other'}" for kind, count in sorted(kinds.items()))
        raise MedallionError(
            "mixed-formats", f"{place} has files of several kinds: {shown}.", "Name a folder with one table."
        )
    return known[0]


def _kind(path: str) -> str:
    name = path.lower().rsplit("/", 1)[-1].removesuffix(".gz")
    return name.rsplit(".", 1)[-1] if "." in name else ""


def _schema_misfits(spark: SparkSession, place: str, files: list[str]) -> list[Misfit]:
    """Refuses files whose columns have other types than the first; Spark would fail on them during a run."""
    first: dict[str, str] = {}
    for path in files[:_FOOTERS]:
        for field in spark.read.parquet(f"{place}/{path}").schema:
            kind = first.setdefault(field.name, field.dataType.simpleString())
            if kind != field.dataType.simpleString():
                raise MedallionError(
                    "type-differs",
                    f"{path} has {field.name} as {field.dataType.simpleString()}, other files of {place} as {kind}.",
                    "Write these files with one type, or adopt them as another table.",
                )
    if len(files) <= _FOOTERS:
        return []
    return [Misfit("not-all-looked-at", f"The types of {_FOOTERS} files of {len(files)} were compared.")]


def _columns(rows: DataFrame) -> tuple[int, tuple[ColumnProfile, ...]]:
    simple = [field for field in rows.schema if _contract_type(field.dataType) is not None]
    measured = rows.agg(
        F.count(F.lit(1)).alias("rows"),
        *[F.count(F.col(f"`{field.name}`")).alias(f"n{place}") for place, field in enumerate(rows.schema)],
        *[F.countDistinct(F.col(f"`{field.name}`")).alias(f"d_{field.name}") for field in simple],
    ).collect()[0]
    total = int(measured["rows"])
    names = {field.name for field in simple}
    return total, tuple(
        ColumnProfile(
            name=field.name,
            found=field.dataType.simpleString(),
            type=_contract_type(field.dataType),
            nulls=total - int(measured[f"n{place}"]),
            is_unique=field.name in names
            and total >= _FEWEST_ROWS_FOR_A_KEY
            and int(measured[f"d_{field.name}"]) == total,
        )
        for place, field in enumerate(rows.schema)
    )


def _contract_type(kind: DataType) -> str | None:
    return kind.simpleString() if isinstance(kind, DecimalType) else _TYPES.get(kind.typeName())


def _column_misfits(columns: tuple[ColumnProfile, ...], schema: StructType) -> list[Misfit]:
    return [
        Misfit(
            "type-unsupported",
            f"{column.name} is {column.found}, but contracts have plain columns. Its values are kept in _rescued_data.",
        )
        for column in columns
        if column.type is None and column.name in schema.names
    ]
