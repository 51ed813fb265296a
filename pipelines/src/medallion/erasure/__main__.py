"""`python -m medallion.erasure ...`: erases data subjects; events are JSON lines on stdout."""

from __future__ import annotations

import argparse
import sys
from dataclasses import asdict
from typing import Any

from medallion.erasure.erase import erase, trial
from medallion.erasure.record import Proof, announced
from medallion.erasure.request import (
    Request,
    keep_request,
    left_behind,
    location_of,
    read_request,
    remove_request,
)
from medallion.erasure.subjects import Subject, identify
from medallion.events import silent
from medallion.lake.lake import Lake
from medallion.running.engine_process import EXIT_BAD_INPUT, add_common, open_named_lake, run_job
from medallion.running.runner import new_run


def main(arguments: list[str] | None = None) -> int:
    options = _parser().parse_args(arguments)
    code = EXIT_BAD_INPUT
    try:
        code = run_job(options, lambda: _work(options))
    finally:
        # A file that names persons remains only while a begun erasure needs it: after an unexpected exception.
        if options.request and sys.exc_info()[0] is None:
            remove_request(options.request)
    return code


def _work(options: argparse.Namespace) -> tuple[dict[str, Any], bool]:
    lake = open_named_lake(options, "erasure")
    if options.again:
        proofs = [_again(lake, id_, subject, options.backup_place) for id_, subject in announced(lake)]
        return {"proofs": [proof.document() for proof in proofs]}, all(proof.holds for proof in proofs)
    request = read_request(lake, options.request)
    subject = identify(lake, request.kind, request.values)
    if options.dry_run:
        return {"trial": [asdict(table) for table in trial(lake, subject, request.values)]}, True
    proof = _erase(lake, request, options.request, subject, options.backup_place)
    return {"proofs": [proof.document()]}, proof.holds


def _again(lake: Lake, id_: str, subject: Subject, backup_place: str | None) -> Proof:
    """As the first time where the request of an interrupted erasure is still there; else by tokens alone."""
    request = left_behind(lake, id_)
    if request is None:
        return erase(lake, id_, subject, (), new_run(), silent, backup_place)
    proof = _erase(lake, request, location_of(lake, id_), subject, backup_place)
    remove_request(location_of(lake, id_))
    return proof


def _erase(lake: Lake, request: Request, location: str, subject: Subject, backup_place: str | None) -> Proof:
    return erase(
        lake,
        request.id,
        subject,
        request.values,
        new_run(),
        silent,
        backup_place,
        given=request.identifiers,
        keep=lambda known: keep_request(lake, location, request, known.texts),
    )


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
