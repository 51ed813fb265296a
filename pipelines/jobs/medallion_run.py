"""Spark job: tables of several layers in the order of the graph.

Arguments: --release --binding [--tables | --layers].
"""

from __future__ import annotations

import argparse
import sys

from pyspark.sql import SparkSession


def main() -> int:
    parser = argparse.ArgumentParser(add_help=False)
    parser.add_argument("--release", required=True)
    release = parser.parse_known_args()[0].release.rstrip("/")
    # The code of the release takes precedence over packages of the pool.
    SparkSession.builder.getOrCreate().sparkContext.addPyFile(f"{release}/medallion.zip")
    from medallion.running.pipeline_job import run_tables_of

    return run_tables_of()


if __name__ == "__main__":
    sys.exit(main())
