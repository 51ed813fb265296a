"""Fetches jars with Spark's own resolver, so that a machine without Maven can be set up.

Usage: resolve_jars.py <ivy folder> <group:artifact:version>...
"""

import sys

from pyspark.sql import SparkSession

_SHIPPED = (
    "org.antlr:antlr4-runtime",
    "org.apache.hadoop:hadoop-client-api",
    "org.apache.hadoop:hadoop-client-runtime",
    "org.apache.zookeeper:zookeeper",
    "org.scala-lang:scala-library",
    "org.scala-lang:scala-reflect",
    "com.github.luben:zstd-jni",
)


def main(ivy: str, coordinates: list[str]) -> None:
    """Resolves ``coordinates`` into ``<ivy>/jars``, without what Spark itself ships."""
    (
        SparkSession.builder.master("local[1]")
        .config("spark.ui.enabled", "false")
        .config("spark.driver.host", "127.0.0.1")
        .config("spark.driver.bindAddress", "127.0.0.1")
        .config("spark.jars.ivy", ivy)
        .config("spark.jars.packages", ",".join(coordinates))
        .config("spark.jars.excludes", ",".join(_SHIPPED))
        .getOrCreate()
        .stop()
    )


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2:])
