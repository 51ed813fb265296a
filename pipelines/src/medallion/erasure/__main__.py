"""`python -m medallion.erasure ...`: erases data subjects; events are JSON lines on stdout."""

from __future__ import annotations

import argparse
import sys
from dataclasses import asdict
from typing import Any

from medallion.erasure.erase import erase, trial
from medallion.erasure.record import announced
from medallion.erasure.request import read_request, remove_request
from medallion.erasure.subjects import identify
from medallion.errors import MedallionError
from medallion.events import silent
from medallion.lake.lake import Lake
from medallion.running.engine_process import add_common, open_named_lake, run_job
from medallion.running.runner import new_run


def main(arguments: list[str] | None = None) -> int:
    options = _parser().parse_args(arguments)
    return run_job(options, lambda: _work(options))


def _work(options: argparse.Namespace) -> tuple[dict[str, Any], bool]:
    lake = open_named_lake(options, "erasure")
    try:
        done = _called(lake, options)
    except MedallionError:
        # A file that names persons must not remain. A refused request has to be made again.
        _remove(lake, options)
        raise
    _remove(lake, options)
    return done


def _remove(lake: Lake, options: argparse.Namespace) -> None:
    if options.request:
        remove_request(lake, options.request)


def _called(lake: Lake, options: argparse.Namespace) -> tuple[dict[str, Any], bool]:
    if options.again:
        proofs = [
            erase(lake, id_, subject, (), new_run(), silent, options.backup_place) for id_, subject in announced(lake)
        ]
        return {"proofs": [proof.document() for proof in proofs]}, all(proof.holds for proof in proofs)
    request = read_request(lake, options.request)
    subject = identify(lake, request.kind, request.values)
    if options.dry_run:
        return {"trial": [asdict(table) for table in trial(lake, subject, request.values)]}, True
    proof = erase(lake, request.id, subject, request.values, new_run(), silent, options.backup_place)
    return {"proofs": [proof.document()]}, proof.holds


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="medallion.erasure", description="Erases data subjects and proves it.")
    add_common(parser)
    what = parser.add_mutually_exclusive_group(required=True)
    what.add_argument("--request", help="URI of the file that names the persons to erase")
    what.add_argument("--again", action="store_true", help="repeat every recorded erasure, for example after a restore")
    parser.add_argument("--backup-place", help="URI of the folder of the lake's backups, which are purged as well")
    parser.add_argument("--dry-run", action="store_true", help="count, and write nothing")
    return parser


if __name__ == "__main__":
    sys.exit(main())
