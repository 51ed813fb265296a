"""Small text files by local path or by URI of any file system that Spark knows."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pyspark.sql import SparkSession

from medallion.errors import MedallionError


def local_path(location: str) -> Path | None:
    """The path behind a plain path or a `file:` URI; None for a remote location."""
    if location.startswith("file:"):
        # Not percent-decoded: Hadoop takes a path's characters as they are.
        return Path("/" + location.removeprefix("file:").lstrip("/"))
    return None if "://" in location else Path(location)


def hadoop_path(spark: SparkSession, location: str) -> tuple[Any, Any]:
    """The Hadoop file system of a location and the location as its Path."""
    jvm: Any = spark._jvm
    path = jvm.org.apache.hadoop.fs.Path(location)
    session: Any = spark._jsparkSession
    return path.getFileSystem(session.sessionState().newHadoopConf()), path


def exists(spark: SparkSession | None, location: str) -> bool:
    path = local_path(location)
    if path is not None:
        return path.exists()
    if spark is None:
        return False
    system, remote = hadoop_path(spark, location)
    return bool(system.exists(remote))


def holds_at_most(spark: SparkSession, location: str, limit: int) -> bool:
    """Whether the files of a folder have at most `limit` bytes in total. Stops listing when the limit is passed."""
    total = 0
    for size in _sizes(spark, location):
        total += size
        if total > limit:
            return False
    return True


def _sizes(spark: SparkSession, location: str) -> Iterator[int]:
    path = local_path(location)
    if path is not None:
        yield from (file.stat().st_size for file in path.rglob("*") if file.is_file())
        return
    system, remote = hadoop_path(spark, location)
    if system.exists(remote):
        files = system.listFiles(remote, True)
        while files.hasNext():
            yield int(files.next().getLen())


def reported_uris(spark: SparkSession, location: str) -> list[str]:
    """The forms in which Spark may report a location in a file's path: percent-encoded, and if local with one or three
    slashes."""
    jvm: Any = spark._jvm
    uri = str(jvm.org.apache.hadoop.fs.Path(location).toUri().toASCIIString())
    if not uri.startswith("file:"):
        return [uri]
    path = uri.removeprefix("file:").lstrip("/")
    return [f"file:///{path}", f"file:/{path}"]


def read_text(spark: SparkSession | None, location: str, what: str) -> str:
    """`what` names the file in errors. Raises MedallionError `file-missing`."""
    path = local_path(location)
    missing = MedallionError(
        "file-missing",
        f"The {what} {location} does not exist or cannot be read.",
        "Publish and promote a release first.",
    )
    if path is not None:
        try:
            return path.read_text("utf-8")
        except (OSError, UnicodeDecodeError) as error:
            raise missing from error
    if spark is None or not exists(spark, location):
        raise missing
    return "\n".join(row.value for row in spark.read.text(location, wholetext=True).collect())


def write_text(spark: SparkSession | None, location: str, text: str) -> None:
    """Replaces the file at the location. A local reader sees the old or the new text, never a part."""
    path = local_path(location)
    if path is not None:
        path.parent.mkdir(parents=True, exist_ok=True)
        draft = path.with_name(f".{path.name}.{os.getpid()}")
        draft.write_text(text, "utf-8")
        draft.replace(path)
        return
    assert spark is not None, "only a file of this machine is written without Spark"
    system, remote = hadoop_path(spark, location)
    out = system.create(remote, True)
    try:
        out.write(bytearray(text, "utf-8"))
    finally:
        out.close()


def read_json(spark: SparkSession | None, location: str, what: str) -> Any:
    text = read_text(spark, location, what)
    try:
        return json.loads(text)
    except json.JSONDecodeError as error:
        raise MedallionError(
            "file-invalid",
            f"The {what} {location} is not JSON (line {error.lineno}, column {error.colno}: {error.msg}).",
            "Publish the release again.",
        ) from error
