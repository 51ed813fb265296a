"""Files below one root, on a laptop or in ADLS, through the file systems that Spark knows."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from pyspark.sql import SparkSession

from medallion.spark.files import hadoop_path


@dataclass(frozen=True)
class Folder:
    """Paths are relative to `root`, with slashes. `root` has no slash at its end."""

    spark: SparkSession
    root: str

    def below(self, path: str) -> Folder:
        return Folder(self.spark, f"{self.root}/{path}")

    def exists(self, path: str = "") -> bool:
        system, place = self._at(path)
        return bool(system.exists(place))

    def sizes(self, path: str = "") -> dict[str, int]:
        """Bytes of every file below `path`, by path relative to the root; empty if `path` does not exist."""
        system, place = self._at(path)
        if not system.exists(place):
            return {}
        start = len(str(system.makeQualified(hadoop_path(self.spark, self.root)[1]).toUri().getPath())) + 1
        found, files = {}, system.listFiles(place, True)
        while files.hasNext():
            status = files.next()
            found[str(status.getPath().toUri().getPath())[start:]] = int(status.getLen())
        return found

    def folders(self, path: str = "") -> list[str]:
        """Names of the folders directly below `path`, sorted."""
        system, place = self._at(path)
        if not system.exists(place):
            return []
        return sorted(str(status.getPath().getName()) for status in system.listStatus(place) if status.isDirectory())

    def read(self, path: str) -> bytes:
        jvm: Any = self.spark._jvm
        system, place = self._at(path)
        stream = system.open(place)
        try:
            return bytes(jvm.org.apache.commons.io.IOUtils.toByteArray(stream))
        finally:
            stream.close()

    def write(self, path: str, content: bytes) -> None:
        """Replaces the file; it gets its name only when it is complete."""
        system, place = self._at(path)
        _, draft = self._at(f"{path}.draft")
        stream = system.create(draft, True)
        try:
            stream.write(bytearray(content))
        finally:
            stream.close()
        system.delete(place, False)
        _renamed(system, draft, place)

    def copy_from(self, source: Folder, path: str) -> None:
        """Copies one file to the same path; it gets its name only when it is complete."""
        jvm: Any = self.spark._jvm
        session: Any = self.spark._jsparkSession
        conf = session.sessionState().newHadoopConf()
        source_system, origin = source._at(path)
        system, place = self._at(path)
        _, draft = self._at(f"{path}.draft")
        system.mkdirs(place.getParent())
        jvm.org.apache.hadoop.fs.FileUtil.copy(source_system, origin, system, draft, False, True, conf)
        system.delete(place, False)
        _renamed(system, draft, place)

    def move(self, destination: str) -> None:
        """Renames the whole folder to the root `destination`, which must not exist."""
        system, place = self._at("")
        _, target = hadoop_path(self.spark, destination)
        system.mkdirs(target.getParent())
        _renamed(system, place, target)

    def delete(self) -> None:
        system, place = self._at("")
        system.delete(place, True)

    def remove(self, path: str) -> bool:
        """Deletes one file; False if it does not exist."""
        system, place = self._at(path)
        return bool(system.delete(place, False))

    def tables(self, depth: int = 3) -> Iterator[str]:
        """Paths of the Delta tables below the root, at most `depth` folders down."""
        for name in self.folders():
            if name.startswith((".", "_")):
                continue
            if self.exists(f"{name}/_delta_log"):
                yield name
            elif depth > 1:
                yield from (f"{name}/{path}" for path in self.below(name).tables(depth - 1))

    def _at(self, path: str) -> tuple[Any, Any]:
        return hadoop_path(self.spark, f"{self.root}/{path}" if path else self.root)


def _renamed(system: Any, source: Any, target: Any) -> None:
    """Hadoop reports a failed rename by its return value."""
    if not system.rename(source, target):
        raise OSError(f"{source.toString()} could not be renamed to {target.toString()}")
