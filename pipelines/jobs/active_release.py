"""Spark job: tables of one layer with the release that is active now. Arguments: --releases --tables.

For starting a job by hand. The pipeline passes a release instead, so that its steps never use two releases.
"""

from __future__ import annotations

import argparse
import json
import sys

from pyspark.sql import SparkSession


def main() -> int:
    parser = argparse.ArgumentParser(description="Brings tables up to date with the active release.")
    parser.add_argument("--releases", required=True, help="URI of the container of releases")
    parser.add_argument("--tables", required=True, help="tables of one layer, separated by commas")
    options = parser.parse_args()
    releases = options.releases.rstrip("/")
    spark = SparkSession.builder.getOrCreate()
    pointer = spark.read.text(f"{releases}/current.json", wholetext=True).collect()[0].value
    release = f"{releases}/{json.loads(pointer)['release']}"
    spark.sparkContext.addPyFile(f"{release}/medallion.zip")
    from medallion.running.jobs import run_layer

    arguments = ["--release", release, "--binding", f"{releases}/binding.json", "--tables", options.tables]
    return run_layer(options.tables.partition(".")[0], arguments)


if __name__ == "__main__":
    sys.exit(main())
