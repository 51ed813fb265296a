"""Fetches jars with Spark's own resolver, so that a machine without Maven can be set up.

Usage: resolve_jars.py <ivy folder> <group:artifact:version>...
"""

import sys

from pyspark.sql import SparkSession


def main(ivy: str, coordinates: list[str]) -> None:
    """Resolves ``coordinates`` into ``<ivy>/jars``; Spark itself ships ANTLR, so it is left out."""
    (
        SparkSession.builder.master("local[1]")
        .config("spark.ui.enabled", "false")
        .config("spark.driver.host", "127.0.0.1")
        .config("spark.driver.bindAddress", "127.0.0.1")
        .config("spark.jars.ivy", ivy)
        .config("spark.jars.packages", ",".join(coordinates))
        .config("spark.jars.excludes", "org.antlr:antlr4-runtime")
        .getOrCreate()
        .stop()
    )


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2:])
