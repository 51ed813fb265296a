"""The Spark session: made here on a laptop, found here on a Spark pool."""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from pyspark.sql import SparkSession

from medallion.spark.jvm import remember_classes

# Static settings of a local session. What also matters on a pool stands in RUNTIME_CONF, or, where a session can only
# be born with it, in the pool's configuration (`constructs/compute/spark-conf.ts`) as well.
_LOCAL_CONF = {
    "spark.sql.extensions": "io.delta.sql.DeltaSparkSessionExtension",
    "spark.sql.catalog.spark_catalog": "org.apache.spark.sql.delta.catalog.DeltaCatalog",
    "spark.ui.enabled": "false",
    # What a page would show of finished work is kept even where there is no page: by default 1,000 plans, a heap full.
    "spark.sql.ui.retainedExecutions": "10",
    "spark.ui.retainedJobs": "50",
    "spark.ui.retainedStages": "50",
    "spark.ui.retainedTasks": "1000",
    "spark.ui.showConsoleProgress": "false",
    # Loopback only: a laptop's firewall and a missing network must not matter.
    "spark.driver.host": "127.0.0.1",
    "spark.driver.bindAddress": "127.0.0.1",
    # A few cores: each further shuffle partition only adds a task's fixed cost.
    "spark.sql.shuffle.partitions": "4",
    # 10,000 tasks by default, which makes a vacuum of a tiny table take half a minute.
    "spark.sql.sources.parallelPartitionDiscovery.parallelism": "4",
    # Enough input splits to keep few cores evenly busy with files that cannot be split.
    "spark.sql.files.minPartitionNum": "8",
    # Tables of one run share the cores evenly: a large one does not keep the small ones waiting.
    "spark.scheduler.mode": "FAIR",
    # A hundred by default. The nine tables of the sample need 175 compiled classes, so each run compiled again what the
    # one before it had: without that a year of data takes 21 s instead of 26.
    "spark.sql.codegen.cache.maxEntries": "1000",
    # Fifty by default to rebuild a table's state, which here is a few kilobytes.
    "spark.databricks.delta.snapshotPartitions": "1",
}

# Meaning, not speed: the same on every target.
RUNTIME_CONF = {
    "spark.sql.session.timeZone": "UTC",
    "spark.sql.ansi.enabled": "false",
    # A text that does not match its pattern is NULL, never an exception or a guess of the old parser.
    "spark.sql.legacy.timeParserPolicy": "CORRECTED",
    # Rows of both partitions (clean, quarantined) go out without sorting the batch first.
    "spark.sql.maxConcurrentOutputFileWriters": "16",
    # A date of the year 1 is written as it is: every reader of Delta counts in the proleptic Gregorian calendar.
    "spark.sql.parquet.datetimeRebaseModeInWrite": "CORRECTED",
    "spark.sql.parquet.int96RebaseModeInWrite": "CORRECTED",
    # What goes to Python workers are whole landing files: a batch of them must fit into memory.
    "spark.sql.execution.arrow.maxRecordsPerBatch": "1",
    # The JVM never compiles a method above 8,000 bytes: such a stage runs ten times slower than one in pieces.
    "spark.sql.codegen.hugeMethodLimit": "8000",
}

# For a step over little data. Compiling its plans takes longer than all of its rows (a small run: 8.6 s of gold became
# 5.5, 5.0 s of silver 3.3), and a second partition is one more task.
_INTERPRETED = {
    "spark.sql.codegen.wholeStage": "false",
    "spark.sql.codegen.factoryMode": "NO_CODEGEN",
    "spark.sql.shuffle.partitions": "1",
    "spark.sql.adaptive.enabled": "false",
}


def configure(spark: SparkSession) -> SparkSession:
    for key, value in RUNTIME_CONF.items():
        spark.conf.set(key, value)
    remember_classes(spark)
    return spark


def find_or_create(jars: Sequence[str] | None = None, log_file: Path | None = None) -> SparkSession:
    """The active session when there is one (notebook, Spark pool), else a local one with the given Delta jars.

    MEDALLION_JARS holds the jars for a notebook on a laptop, MEDALLION_DRIVER_MEMORY the heap (default 2g: the
    shipped year of data needs less than half of it). Spark's own output goes to `log_file`.
    """
    active = SparkSession.getActiveSession()
    if active is not None:
        return configure(active)
    named = list(jars) if jars else [jar for jar in os.environ.get("MEDALLION_JARS", "").split(",") if jar]
    scratch = tempfile.mkdtemp(prefix="medallion-")
    memory = os.environ.get("MEDALLION_DRIVER_MEMORY", "2g")
    # Python workers run what the driver runs, not what the path happens to find.
    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    builder = SparkSession.builder.appName("medallion").master(os.environ.get("MEDALLION_MASTER", "local[*]"))
    for key, value in {**_LOCAL_CONF, **RUNTIME_CONF}.items():
        builder = builder.config(key, value)
    if named:
        builder = builder.config("spark.jars", ",".join(named))
    builder = (
        builder.config("spark.driver.memory", memory)
        .config("spark.driver.extraJavaOptions", " ".join(_java_options(Path(scratch))))
        .config("spark.sql.warehouse.dir", f"{scratch}/warehouse")
    )
    with _outputs_to(log_file):
        spark = builder.getOrCreate()
    remember_classes(spark)
    spark.sparkContext.setLogLevel("ERROR")
    return spark


# JSON lines. Of an exception the class that threw it, never the message: it may quote a row.
_LOGGING = """
rootLogger.level = error
rootLogger.appenderRef.stdout.ref = lines
appender.lines.type = Console
appender.lines.name = lines
appender.lines.target = SYSTEM_ERR
appender.lines.layout.type = PatternLayout
appender.lines.layout.pattern = {"at":"%d{ISO8601}{UTC}Z","level":"%p","logger":"%enc{%c}{JSON}",\
"message":"%enc{%m}{JSON}","thrown":"%throwable{short.className}"}%n%throwable{none}
"""


def _java_options(scratch: Path) -> list[str]:
    """MEDALLION_SPARK_LOG=full leaves Spark its own log with all it has to say, for a lake without personal data."""
    options = ["-Duser.timezone=UTC", "-XX:+UseParallelGC", f"-Dderby.system.home={scratch}"]
    if os.environ.get("MEDALLION_SPARK_LOG") != "full":
        settings = scratch / "log4j2.properties"
        settings.write_text(_LOGGING)
        options.append(f"-Dlog4j2.configurationFile=file:{settings}")
    return options


def interpret(spark: SparkSession) -> None:
    """From now on this session runs plans as they are, without compiling them first."""
    for key, value in _INTERPRETED.items():
        spark.conf.set(key, value)


# One an application: Spark keeps something of each session for as long as it lives.
_APART: dict[str, SparkSession] = {}


def apart(spark: SparkSession) -> SparkSession:
    """A session for a few rows, interpreted; the settings of `spark` stay as they are."""
    application = str(spark.sparkContext.applicationId)
    if application not in _APART:
        _APART.clear()
        own = configure(spark.newSession())
        interpret(own)
        _APART[application] = own
    return _APART[application]


@contextmanager
def beside(spark: SparkSession, name: str) -> Iterator[SparkSession]:
    """A session of its own for the calling thread: settings made in it, such as a MERGE's transaction id, are its own.

    It begins with the settings of `spark` and shares its catalog. Its jobs run in the group and FAIR pool `name`.
    """
    context = spark.sparkContext
    jvm: Any = spark._jvm
    inner: Any = spark._jsparkSession
    own = SparkSession(context, inner.cloneSession())
    jvm.SparkSession.setActiveSession(own._jsparkSession)
    context.setJobGroup(name, name)
    context.setLocalProperty("spark.scheduler.pool", name)
    try:
        yield own
    finally:
        jvm.SparkSession.clearActiveSession()


@contextmanager
def _outputs_to(log_file: Path | None) -> Iterator[None]:
    """The JVM inherits the file descriptors of the moment it starts; ours stay as they were."""
    if log_file is None:
        yield
        return
    log_file.parent.mkdir(parents=True, exist_ok=True)
    sys.stdout.flush()
    sys.stderr.flush()
    saved = (os.dup(1), os.dup(2))
    with log_file.open("ab") as handle:
        os.dup2(handle.fileno(), 1)
        os.dup2(handle.fileno(), 2)
        try:
            yield
        finally:
            for target, copy in zip((1, 2), saved, strict=True):
                os.dup2(copy, target)
                os.close(copy)
