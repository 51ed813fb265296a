"""Whether a table can be read: its Delta log, and the presence of every file of its newest version."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from urllib.parse import unquote

from py4j.protocol import Py4JError
from pyspark.errors import PySparkException
from pyspark.sql import DataFrame

from medallion.errors import MedallionError
from medallion.lake.lake import Lake
from medallion.lake.manifest import Table
from medallion.spark.files import local_path
from medallion.spark.folder import Folder
from medallion.spark.session import interpreted_session
from medallion.spark.transactions import checked_state

# Errors of Spark, of the JVM below it, and of reading a commit file that is not JSON.
READING_ERRORS = (PySparkException, Py4JError, OSError, json.JSONDecodeError, UnicodeDecodeError)
# Tables below `system` with rows of a table that were set aside.
SIDES = ("quarantine", "held")
_SHOWN = 3
_ABSOLUTE = re.compile(r"/|[a-z][a-z0-9+.-]*:")


def require_sound(lake: Lake, tables: Iterable[Table]) -> None:
    """Raises MedallionError `damaged-table` for the first table, or its rows that were set aside, that is not readable.

    A missing table is sound.
    """
    for table in tables:
        require_sound_table(lake, table)
        for kind in SIDES:
            require_sound_system(lake, f"{kind}/{table.name}")


def require_sound_table(lake: Lake, table: Table) -> None:
    """Raises MedallionError `damaged-table`."""
    _require_sound(lake, table.name, f"{table.container}/{table.path}", lake.location(table))


def require_sound_system(lake: Lake, name: str | None = None) -> None:
    """The same for one table below `system`, or for all that exist there."""
    if name is None:
        for found in sorted(Folder(lake.spark, lake.binding.containers["system"]).tables()):
            require_sound_system(lake, found)
        return
    _require_sound(lake, f"system/{name}", f"system/{name}", lake.system(name))


def _require_sound(lake: Lake, name: str, path: str, location: str) -> None:
    try:
        lost = lost_files(lake, location)
    except READING_ERRORS as error:
        raise damaged(name, path, f"its Delta log in {location} cannot be read ({_kind(error)})") from error
    if lost:
        raise damaged(name, path, f"{len(lost)} of its data files do not exist, for example {', '.join(lost[:_SHOWN])}")


def lost_files(lake: Lake, location: str) -> list[str]:
    """Files of the newest version that do not exist, by path relative to the table, sorted.

    Files of another table, which a shallow clone names by their URI, are not examined.
    """
    found = checked_state(interpreted_session(lake.spark), location)
    if not found.exists:
        return []
    rows = DataFrame(found.newest.allFiles().toDF(), lake.spark).select("path").collect()
    active = sorted(path for row in rows if not _ABSOLUTE.match(path := unquote(row["path"])))
    folder = local_path(location)
    if folder is not None:
        return [path for path in active if not (folder / path).exists()]
    present = Folder(lake.spark, location).sizes().keys()
    return [path for path in active if path not in present]


def damaged(name: str, path: str, how: str) -> MedallionError:
    """`path` is that of the table in backups: `<container>/<folder>`."""
    return MedallionError(
        "damaged-table",
        f"{name} is damaged: {how}.",
        f"Run `npx medallion recover --tables {path}`, which restores it from the last backup, then run again.",
    )


def _kind(error: Exception) -> str:
    """The class of an error, whose message may contain values."""
    java = getattr(error, "java_exception", None)
    return str(java.getClass().getSimpleName()) if java is not None else type(error).__name__
