"""Reads files that Spark's line reader cannot split into records: documents, zstd, and text with invalid UTF-8.

A Python worker decompresses the bytes of a file and cuts them into records. Like gzip, such a file is read by one task.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache
from types import ModuleType
from typing import TYPE_CHECKING

from pyspark import cloudpickle
from pyspark.sql import DataFrame
from pyspark.sql import functions as F

from medallion.lake.lake import Lake
from medallion.reading.landing import LandingFile, relative_path, uri
from medallion.reading.parsing import FILE, LINE, OFFSET
from medallion.sources import splitting, splitting_xml

if TYPE_CHECKING:
    import pandas as pd

# Added to LINE, FILE and OFFSET: true for a record that could be cut out but not read.
BROKEN = "_broken"
# Texts of the declared columns of an XML record, in order; its other fields as JSON pairs.
TEXTS, OTHERS = "_texts", "_others"

Row = tuple[str, bool, list[str | None], list[str]]
Splitter = Callable[[bytes], Iterator[Row]]

_SCHEMA = (
    f"{LINE} string, {FILE} string, {OFFSET} bigint, {BROKEN} boolean, {TEXTS} array<string>, {OTHERS} array<string>"
)
_ROWS_A_BATCH = 10_000
_CHARACTERS_A_BATCH = 8_000_000


def lines(lake: Lake, files: Sequence[LandingFile]) -> DataFrame:
    return _cut(_contents(lake, files), _with_pieces(splitting.lines))


def json_records(lake: Lake, files: Sequence[LandingFile], records: str | None) -> DataFrame:
    return _cut(_contents(lake, files), _with_pieces(lambda data: splitting.json_records(data, records)))


def xml_records(lake: Lake, files: Sequence[LandingFile], tag: str, names: Sequence[str]) -> DataFrame:
    return _cut(_contents(lake, files), lambda data: splitting_xml.xml_records(data, tag, names))


def xml_again(raw: DataFrame, tag: str, names: Sequence[str]) -> DataFrame:
    """Parses XML records that were cut before: `raw` has LINE and FILE."""
    contents = raw.select(F.col(FILE).alias("file"), F.encode(LINE, "UTF-8").alias("content"))
    return _cut(contents, lambda data: splitting_xml.xml_records(data, tag, names))


def _with_pieces(cut: Callable[[bytes], Iterator[splitting.Piece]]) -> Splitter:
    return lambda data: ((text, broken, [], []) for text, broken in cut(data))


def _contents(lake: Lake, files: Sequence[LandingFile]) -> DataFrame:
    read = lake.spark.read.format("binaryFile").load([uri(lake, file) for file in files])
    return read.select(relative_path(lake).alias("file"), "content")


def _cut(contents: DataFrame, split: Splitter) -> DataFrame:
    _ship()

    def rows(batches: Iterable[pd.DataFrame]) -> Iterable[pd.DataFrame]:
        import pandas as pd

        names = [LINE, FILE, OFFSET, BROKEN, TEXTS, OTHERS]
        for batch in batches:
            for file, content in zip(batch["file"], batch["content"], strict=True):
                taken: list[tuple[object, ...]] = []
                size = 0
                for place, (text, broken, texts, others) in enumerate(split(splitting.inflate(file, content))):
                    taken.append((text, file, place, broken, texts, others))
                    size += len(text)
                    if len(taken) >= _ROWS_A_BATCH or size >= _CHARACTERS_A_BATCH:
                        yield pd.DataFrame(taken, columns=names)
                        taken, size = [], 0
                if taken:
                    yield pd.DataFrame(taken, columns=names)

    return contents.mapInPandas(rows, _SCHEMA)


@cache
def _ship() -> None:
    """Pickles the splitting modules by value, so that workers need not have them installed."""
    register: Callable[[ModuleType], None] = cloudpickle.register_pickle_by_value
    for module in (splitting, splitting_xml):
        register(module)
