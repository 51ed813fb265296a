"""Progress of the tables being processed: Spark tasks done, and planned so far."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from pyspark.sql import SparkSession


def progress_event(spark: SparkSession, tables: Collection[str]) -> dict[str, Any]:
    """`tasks` counts the stages of the running jobs: it grows while Spark plans, so it is not a forecast."""
    return {"event": "run.progress", "tables": [{"table": name, **_tasks(spark, name)} for name in tables]}


def _tasks(spark: SparkSession, group: str) -> dict[str, int]:
    tracker = spark.sparkContext.statusTracker()
    # A group lists all jobs it ever had; only a few are active.
    running = set(tracker.getActiveJobsIds()).intersection(tracker.getJobIdsForGroup(group))
    stages = {stage for job in map(tracker.getJobInfo, running) if job is not None for stage in job.stageIds}
    found = [info for info in (tracker.getStageInfo(stage) for stage in stages) if info is not None]
    return {"done": sum(info.numCompletedTasks for info in found), "tasks": sum(info.numTasks for info in found)}
