"""The Spark session: created on a laptop, looked up on a Spark pool."""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from pyspark.sql import SparkSession

from medallion.comma_separated import comma_separated
from medallion.spark.jvm import remember_classes

# Static settings of a local session. Settings that a pool needs too are in RUNTIME_CONF or, if they can only be set
# when a session is created, also in the pool's configuration (`constructs/compute/spark-conf.ts`).
_LOCAL_CONF = {
    "spark.sql.extensions": "io.delta.sql.DeltaSparkSessionExtension",
    "spark.sql.catalog.spark_catalog": "org.apache.spark.sql.delta.catalog.DeltaCatalog",
    "spark.ui.enabled": "false",
    # Spark keeps finished plans for its UI even when the UI is off; the default of 1,000 plans fills the heap.
    "spark.sql.ui.retainedExecutions": "10",
    "spark.ui.retainedJobs": "50",
    "spark.ui.retainedStages": "50",
    "spark.ui.retainedTasks": "1000",
    "spark.ui.showConsoleProgress": "false",
    # Loopback only, so that neither a firewall nor a missing network matters.
    "spark.driver.host": "127.0.0.1",
    "spark.driver.bindAddress": "127.0.0.1",
    # For a few cores: each further shuffle partition only adds the fixed cost of a task.
    "spark.sql.shuffle.partitions": "4",
    # The default of 10,000 tasks makes the vacuum of a tiny table take half a minute.
    "spark.sql.sources.parallelPartitionDiscovery.parallelism": "4",
    # Enough input splits to keep few cores evenly busy with files that cannot be split.
    "spark.sql.files.minPartitionNum": "8",
    # Tables of one run share the cores evenly, so that small tables do not wait for a large one.
    "spark.scheduler.mode": "FAIR",
    # The default is 100, but the nine tables of the sample need 175 compiled classes, so that each run compiled them
    # again. With the larger cache a year of data takes 21 s instead of 26 s.
    "spark.sql.codegen.cache.maxEntries": "1000",
    # The default is 50 partitions for a table state of a few kilobytes.
    "spark.databricks.delta.snapshotPartitions": "1",
}

# Settings that change results, not speed; the same on every target.
RUNTIME_CONF = {
    "spark.sql.session.timeZone": "UTC",
    "spark.sql.ansi.enabled": "false",
    # A text that does not match its pattern becomes NULL, not an exception or a guess of the old parser.
    "spark.sql.legacy.timeParserPolicy": "CORRECTED",
    # Both partitions (clean, quarantined) are written without sorting the batch first.
    "spark.sql.maxConcurrentOutputFileWriters": "16",
    # Dates are written unchanged: every Delta reader uses the proleptic Gregorian calendar.
    "spark.sql.parquet.datetimeRebaseModeInWrite": "CORRECTED",
    "spark.sql.parquet.int96RebaseModeInWrite": "CORRECTED",
    # Python workers receive whole landing files: a batch must fit into memory.
    "spark.sql.execution.arrow.maxRecordsPerBatch": "1",
    # The JVM never compiles a method above 8,000 bytes; such a stage runs ten times slower than a split one.
    "spark.sql.codegen.hugeMethodLimit": "8000",
}

# For a step over little data, where compiling the plans takes longer than processing the rows (measured on a small run:
# gold 8.6 s to 5.5 s, silver 5.0 s to 3.3 s) and a second partition only adds a task.
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
    """The active session if there is one (notebook, Spark pool), else a local one with the given Delta jars.

    MEDALLION_JARS has the jars for a notebook on a laptop, MEDALLION_DRIVER_MEMORY the heap (default 2g: the sample
    year needs less than half of it). Spark's own output goes to `log_file`.
    """
    active = SparkSession.getActiveSession()
    if active is not None:
        return configure(active)
    named = list(jars) if jars else comma_separated(os.environ.get("MEDALLION_JARS"))
    scratch = tempfile.mkdtemp(prefix="medallion-")
    memory = os.environ.get("MEDALLION_DRIVER_MEMORY", "2g")
    # Python workers use the interpreter of the driver, not the first one on the path.
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
    # Landing files, tables and logs hold rows of persons: nobody else on this machine reads what is written.
    os.umask(0o077)
    with _outputs_to(log_file):
        spark = builder.getOrCreate()
    remember_classes(spark)
    spark.sparkContext.setLogLevel("ERROR")
    return spark


# JSON lines. Of an exception only the class is logged: its message may quote a row.
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
    """MEDALLION_SPARK_LOG=full keeps Spark's own log with all messages, for a lake without personal data."""
    options = ["-Duser.timezone=UTC", "-XX:+UseParallelGC", f"-Dderby.system.home={scratch}"]
    if os.environ.get("MEDALLION_SPARK_LOG") != "full":
        settings = scratch / "log4j2.properties"
        settings.write_text(_LOGGING)
        options.append(f"-Dlog4j2.configurationFile=file:{settings}")
    return options


def interpret(spark: SparkSession) -> None:
    """Makes the session interpret plans instead of compiling them."""
    for key, value in _INTERPRETED.items():
        spark.conf.set(key, value)


# One per application: Spark keeps some state of every session until the application ends.
_INTERPRETED_SESSIONS: dict[str, SparkSession] = {}


def interpreted_session(spark: SparkSession) -> SparkSession:
    """A session that interprets plans, for work on a few rows; the settings of `spark` do not change."""
    application = str(spark.sparkContext.applicationId)
    if application not in _INTERPRETED_SESSIONS:
        _INTERPRETED_SESSIONS.clear()
        own = configure(spark.newSession())
        interpret(own)
        _INTERPRETED_SESSIONS[application] = own
    return _INTERPRETED_SESSIONS[application]


@contextmanager
def thread_session(spark: SparkSession, name: str) -> Iterator[SparkSession]:
    """A separate session for the calling thread, so that settings such as a MERGE's transaction id are not shared.

    It starts with the settings of `spark` and shares its catalog. Its jobs run in the job group and FAIR pool `name`.
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
    """Redirects the descriptors that the JVM inherits when it starts; those of this process are restored."""
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
