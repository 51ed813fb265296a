"""Spark job: bronze tables to silver tables. Arguments: --release --binding [--tables]."""

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
    from medallion.running.jobs import run_layer

    return run_layer("silver")


if __name__ == "__main__":
    sys.exit(main())
