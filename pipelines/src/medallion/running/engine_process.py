"""Common parts of the engine processes that commands start: options, lake, lock, result and error events."""

from __future__ import annotations

import argparse
import json
import os
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

from medallion.comma_separated import comma_separated
from medallion.errors import MedallionError
from medallion.events import to_stdout
from medallion.lake.lake import Lake, default_home, load_binding, load_release, open_lake
from medallion.lake.lock import LakeBusyError, exclusive
from medallion.spark.folder import Folder
from medallion.spark.session import find_or_create

EXIT_OK, EXIT_FAILED, EXIT_BAD_INPUT, EXIT_BUSY = 0, 1, 2, 3


def open_named_lake(options: argparse.Namespace, purpose: str) -> Lake:
    """Opens the lake of the common options; Spark's own output goes to `<home>/logs`."""
    home = options.home.absolute() if options.home else default_home()
    jars = comma_separated(options.jars)
    spark = find_or_create(jars, home / "logs" / f"{purpose}-{os.getpid()}.log")
    return open_lake(spark, load_release(options.release, spark), load_binding(options.binding, spark), home)


def add_common(parser: argparse.ArgumentParser) -> None:
    """The options of every engine process."""
    parser.add_argument("--release", required=True, help="folder or URI of the release")
    parser.add_argument(
        "--binding", required=True, help="path or URI of the binding, the JSON with the locations of the lake"
    )
    parser.add_argument("--jars", default="", help="Delta jars, separated by commas")
    parser.add_argument("--home", type=Path, help="local folder of the lake (default: MEDALLION_HOME)")
    parser.add_argument("--result", help="URI to write the result to, for a caller that cannot read the output")


def storage_error(error: OSError) -> MedallionError:
    """A file system that refuses, outside of any table: full, read-only, or with other owners."""
    place = f" {error.filename}" if error.filename else ""
    return MedallionError(
        "storage-failed",
        f"The file system refused{place}: {error.strerror or type(error).__name__}.",
        "Free space or restore access where the lake is stored, then run again: nothing is written twice.",
    )


def run_job(options: argparse.Namespace, work: Callable[[], tuple[dict[str, Any], bool]]) -> int:
    """Runs `work` with the lock held. Emits one `job.finished` event with its result, or one `error` event.

    Returns the exit code: 0, 1 if the result is not well, 2 for bad input, 3 if the lake is busy.
    """
    end_with_parent()
    home = options.home.absolute() if options.home else default_home()
    try:
        with exclusive(home):
            result, is_well = work()
    except LakeBusyError as error:
        return _refused(options, error, EXIT_BUSY)
    except MedallionError as error:
        return _refused(options, error, EXIT_BAD_INPUT)
    except OSError as error:
        return _refused(options, storage_error(error), EXIT_FAILED)
    _emit(options, {"event": "job.finished", "isWell": is_well, "result": result})
    return EXIT_OK if is_well else EXIT_FAILED


def _refused(options: argparse.Namespace, error: MedallionError, code: int) -> int:
    _emit(options, {"event": "error", **error.as_dict()})
    return code


def _emit(options: argparse.Namespace, event: dict[str, Any]) -> None:
    to_stdout(event)
    if options.result:
        folder, _, name = options.result.rpartition("/")
        Folder(find_or_create(), folder).write(name, json.dumps(event).encode())


def end_with_parent() -> None:
    """Calls `exit_when_stdin_closes` if MEDALLION_PARENT is 1; a Spark pool starts jobs without a parent."""
    if os.environ.get("MEDALLION_PARENT") == "1":
        exit_when_stdin_closes()


def exit_when_stdin_closes() -> None:
    """Ends this process, and with it Spark, as soon as the parent closes standard input."""

    def wait() -> None:
        while os.read(0, 4096):
            pass
        os._exit(EXIT_FAILED)

    threading.Thread(target=wait, daemon=True).start()
