"""A Kafka broker of one's own: one node that is its own controller, in a folder, on free ports, ended with the test."""

from __future__ import annotations

import contextlib
import json
import os
import socket
import subprocess
import time
from collections.abc import Sequence
from pathlib import Path

import pyspark
from pyspark.sql import SparkSession

from tests.lakes import repository

_JARS = repository() / ".medallion/broker-jars"
_CLUSTER = "MkU3OEVBNTcwNTJENDM2Qg"
_SECONDS = 60

# Value and partition; None is a message without a body.
Message = tuple[bytes | None, int]


def is_fetched() -> bool:
    return any(_JARS.glob("kafka_*.jar"))


class Broker:
    """Topics come into being with their first message, with two partitions."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True)
        self.port, control = _free_ports(2)
        settings = {
            "process.roles": "broker,controller",
            "node.id": "1",
            "controller.quorum.voters": f"1@127.0.0.1:{control}",
            "listeners": f"PLAINTEXT://127.0.0.1:{self.port},CONTROLLER://127.0.0.1:{control}",
            "controller.listener.names": "CONTROLLER",
            "log.dirs": str(folder / "data"),
            "num.partitions": "2",
            "offsets.topic.replication.factor": "1",
            "transaction.state.log.replication.factor": "1",
            "transaction.state.log.min.isr": "1",
        }
        file = folder / "server.properties"
        file.write_text("".join(f"{name}={value}\n" for name, value in settings.items()))
        self.log = folder / "broker.log"
        with self.log.open("wb") as log:
            format_ = ["kafka.tools.StorageTool", "format", "-t", _CLUSTER, "-c", str(file)]
            subprocess.run(_java(format_), stdout=log, stderr=log, check=True)
            self._process = subprocess.Popen(_java(["kafka.Kafka", str(file)]), stdout=log, stderr=log)
        self._wait()

    @property
    def address(self) -> str:
        return f"127.0.0.1:{self.port}"

    def send(self, spark: SparkSession, topic: str, messages: Sequence[Message]) -> None:
        """In this order within a partition."""
        frame = spark.createDataFrame([(value, place) for value, place in messages], "value binary, partition int")
        options = {"kafka.bootstrap.servers": self.address, "topic": topic}
        frame.coalesce(1).write.format("kafka").options(**options).save()

    def drop(self, topic: str, before: int) -> None:
        """Messages of the first partition up to an offset, as their retention would."""
        file = self.log.with_name("drop.json")
        file.write_text(json.dumps({"partitions": [{"topic": topic, "partition": 0, "offset": before}], "version": 1}))
        command = ["kafka.admin.DeleteRecordsCommand", "--bootstrap-server", self.address]
        subprocess.run(_java([*command, "--offset-json-file", str(file)]), check=True, capture_output=True)

    def stop(self) -> None:
        self._process.terminate()
        self._process.wait(_SECONDS)

    def _wait(self) -> None:
        end = time.monotonic() + _SECONDS
        while time.monotonic() < end and self._process.poll() is None:
            with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", self.port), timeout=1):
                return
            time.sleep(0.2)
        self._process.kill()
        raise AssertionError(self.log.read_text(errors="replace")[-2000:])


def _java(arguments: Sequence[str]) -> list[str]:
    """Beside its own jars the broker takes what Spark brings: Scala, JSON, logging."""
    home = os.environ.get("JAVA_HOME")
    java = str(Path(home) / "bin/java") if home else "java"
    spark = Path(pyspark.__file__).parent / "jars"
    return [java, "-Xmx256m", "-cp", f"{_JARS}/*{os.pathsep}{spark}/*", *arguments]


def _free_ports(count: int) -> list[int]:
    with contextlib.ExitStack() as stack:
        sockets = [stack.enter_context(socket.socket()) for _ in range(count)]
        for one in sockets:
            one.bind(("127.0.0.1", 0))
        return [int(one.getsockname()[1]) for one in sockets]
