"""Failures of Spark, Delta and the file system as errors of a table that name the cause, and no value of a row."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from pyspark.errors import AnalysisException, PySparkException

from medallion.errors import MedallionError
from medallion.lake.soundness import READING_ERRORS

_Result = TypeVar("_Result")

_MOST_CAUSES = 8
_MOST_SHOWN = 3
# Where a file that could not be read stands in what Spark says of it. A name with blanks is percent-encoded there.
_FILE = re.compile(r"\b(?:file|abfss|wasbs|hdfs):/[^\s,;'\"\]]+")
# As Parquet's reader and Spark's conditions name columns and types.
_COLUMNS = (
    re.compile(r"Column: \[([\w., ]{1,200})\]"),
    re.compile(r"Parquet column \[([\w., ]{1,200})\]"),
)
_TYPES = re.compile(r"Expected: ([\w(), ]{1,60}), Found: ([\w(), ]{1,60})")
_ILLEGAL = re.compile(r"Illegal Parquet type: ([\w(), =]{1,80})")
_NEVER_OF_DATA = re.compile(r"_delta_log|/_metadata")


def as_table_error(
    table: str, step: str, work: Callable[[], _Result], deliveries: Sequence[str] = ()
) -> _Result | MedallionError:
    """Returns the result of `work`, or its failure as an error that names the table and the step.

    `deliveries` are the files that the step was reading: Parquet does not always say in which it failed.
    """
    try:
        return work()
    except MedallionError as error:
        return error
    except READING_ERRORS as error:
        found = _places(error, deliveries)
        remedy = (
            "Deliver that file again, or declare its column as the file has it, and run: nothing is written twice."
            if found
            else "Fix that and run again: nothing is written twice. The run's log has the classes of all causes."
        )
        return MedallionError("spark-failed", f"{table}: Spark failed while {step}: {_cause(error)}{found}.", remedy)


def _cause(error: Exception) -> str:
    """The cause without values of rows: only the message of an analysis error, which has read no row, is quoted."""
    if isinstance(error, AnalysisException):
        text = str(error)
        return next((line.strip().rstrip(".") for line in text.splitlines() if line.strip()), type(error).__name__)
    if isinstance(error, OSError):
        return f"{type(error).__name__} ({error.strerror})"
    chain = _chain(error)
    names = [str(cause.getClass().getSimpleName()) for cause in chain] or [type(error).__name__]
    condition = error.getErrorClass() if isinstance(error, PySparkException) else None
    return " < ".join(dict.fromkeys([*([condition] if condition else []), *names]))


def _places(error: Exception, deliveries: Sequence[str]) -> str:
    """Which file and which column the causes speak of. Their other words may quote a row, and are left out."""
    if isinstance(error, OSError):
        return f"; file {error.filename}" if error.filename else ""
    texts = [str(cause.getMessage() or "") for cause in _chain(error)] or [str(error)]
    named = [file.rstrip(".:)") for text in texts for file in _FILE.findall(text) if not _NEVER_OF_DATA.search(file)]
    # What is written is a folder; what is read has an ending.
    files = [file for file in named if "." in file.rpartition("/")[2]]
    columns = [match for text in texts for pattern in _COLUMNS for match in pattern.findall(text)]
    types = [f"the file has {found}, {wanted} is wanted" for text in texts for wanted, found in _TYPES.findall(text)]
    types += [f"the file has the type {kind}" for text in texts for kind in _ILLEGAL.findall(text)]
    read = deliveries[:_MOST_SHOWN] if not files else ()
    more = f" and {len(deliveries) - len(read)} others" if read and len(deliveries) > len(read) else ""
    reading = [f"it was reading {', '.join(read)}{more}"] if read else []
    told = [*_first("file", files), *reading, *_first("column", columns), *types[:1]]
    return "".join(f"; {part}" for part in told)


def _first(what: str, found: Sequence[str]) -> list[str]:
    return [f"{what} {found[0]}"] if found else []


def _chain(error: Exception) -> list[Any]:
    cause = getattr(error, "java_exception", None) or getattr(error, "_origin", None)
    found: list[Any] = []
    while cause is not None and len(found) < _MOST_CAUSES:
        found.append(cause)
        cause = cause.getCause()
    return found
