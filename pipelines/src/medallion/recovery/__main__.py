"""`python -m medallion.recovery ...`: backup, examine, restore and drill; events are JSON lines on stdout."""

from __future__ import annotations

import argparse
import sys
from dataclasses import asdict
from typing import Any

from medallion.comma_separated import comma_separated
from medallion.events import log
from medallion.lake.lake import Lake
from medallion.recovery import backup as backups
from medallion.recovery import escrow
from medallion.recovery.drill import drill
from medallion.recovery.examine import examine
from medallion.recovery.restore import restore_in_place, restore_whole, with_dependents
from medallion.running.engine_process import add_common, open_named_lake, run_job
from medallion.spark.files import read_text
from medallion.spark.folder import Folder


def main(arguments: list[str] | None = None) -> int:
    options = _parser().parse_args(arguments)
    return run_job(options, lambda: _work(open_named_lake(options, options.verb), options))


def _work(lake: Lake, options: argparse.Namespace) -> tuple[dict[str, Any], bool]:
    source = Folder(lake.spark, options.place.rstrip("/"))
    if options.verb == "backup":
        taken = backups.back_up(lake, options.place, log)
        if options.escrow_key:
            escrow.deposit(lake, source, read_text(lake.spark, options.escrow_key, "public key for the escrow"))
        elif not escrow.is_deposited(source):
            log("warning: the token key is not in escrow (--escrow-key): this backup alone starts no other lake")
        return {**asdict(taken), "escrow": escrow.is_deposited(source)}, True
    wanted = options.backup or next(reversed(backups.list_ids(source)), "")
    backup = backups.read(source, wanted)
    match options.verb:
        case "examine":
            damages = examine(lake, backup)
            return {"backup": backup.id, "damages": [asdict(damage) for damage in damages]}, not damages
        case "drill":
            done = drill(lake, source, backup, options.scratch, log)
            return {**asdict(done), "passed": done.passed}, done.passed
        case "restore-whole":
            if options.escrow_key:
                pem = read_text(lake.spark, options.escrow_key, "private key for the escrow")
                escrow.install(lake.binding, escrow.withdraw(lake.spark, source, pem))
            escrow.require_installed(lake, source)
            whole = restore_whole(lake, source, backup, log)
            return {"backup": backup.id, "damaged": [], "restored": [asdict(table) for table in whole]}, True
        case _:
            named = comma_separated(options.tables)
            damaged = named or [damage.path for damage in examine(lake, backup)]
            restored = restore_in_place(lake, source, backup, with_dependents(lake.manifest, damaged), log)
            return {"backup": backup.id, "damaged": damaged, "restored": [asdict(table) for table in restored]}, True


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="medallion.recovery", description="Backs up, examines and restores a lake.")
    parser.add_argument("verb", choices=("backup", "examine", "restore", "restore-whole", "drill"))
    add_common(parser)
    parser.add_argument("--place", required=True, help="URI of the folder of the backups")
    parser.add_argument("--backup", help="id of a backup (default: the newest)")
    parser.add_argument(
        "--tables", help="paths <container>/<folder>, separated by commas (default: all damaged tables)"
    )
    parser.add_argument(
        "--escrow-key", help="PEM file: of a backup the public key for the token key, of restore-whole the private one"
    )
    parser.add_argument("--scratch", default="", help="URI of an empty place for a drill")
    return parser


if __name__ == "__main__":
    sys.exit(main())
