"""Spark job: any engine module with a command line. Arguments: --module --release --binding ..."""

from __future__ import annotations

import argparse
import importlib
import sys

from pyspark.sql import SparkSession


def main() -> int:
    parser = argparse.ArgumentParser(add_help=False)
    parser.add_argument("--module", required=True)
    parser.add_argument("--release", required=True)
    named, _ = parser.parse_known_args()
    own = sys.argv.index("--module")
    rest = [*sys.argv[1:own], *sys.argv[own + 2 :]]
    # The code of the release takes precedence over packages of the pool.
    SparkSession.builder.getOrCreate().sparkContext.addPyFile(f"{named.release.rstrip('/')}/medallion.zip")
    module = importlib.import_module(f"{named.module}.__main__")
    return int(module.main(rest))


if __name__ == "__main__":
    sys.exit(main())
