"""Every error code of the engine is provoked by a test, or counted among those that none provokes yet."""

from __future__ import annotations

import re
from pathlib import Path

from tests.error_codes import VALUE, ErrorCode, all_codes

TESTS = Path(__file__).parent
# Shorter pieces of a message may stand anywhere.
_TELLING = 12
# Codes that no test provokes yet. The list may only get shorter.
UNPROVOKED = frozenset(
    {
        "backup-damaged",
        "backup-invalid",
        "backup-unsupported",
        "connection-invalid",
        "erasure-blocked",
        "evidence-missing",
        "header-missing",
        "not-replayable",
        "path-of-database",
        "path-of-stream",
        "place-not-empty",
        "subject-unknown",
        "unknown-backup",
        "unsupported-history",
    }
)


def spoken_in_tests() -> str:
    others = [path for path in sorted(TESTS.glob("test_*.py")) if path != Path(__file__)]
    # Patterns escape their dots.
    return "\n".join(path.read_text("utf-8") for path in others).replace("\\", "")


def test_every_code_is_provoked_by_a_test_or_counted_as_not() -> None:
    tests = spoken_in_tests()
    silent = {error.code for error in all_codes()} - {error.code for error in all_codes() if is_expected(error, tests)}
    assert silent == UNPROVOKED


def is_expected(error: ErrorCode, tests: str) -> bool:
    """A test names the code, or a piece of the message that no other error has."""
    code = "[a-z-]+".join(re.escape(part) for part in error.code.split(VALUE))
    if re.search(f"[\"'`]{code}[\"'`]", tests):
        return True
    pieces = [piece.strip(" .,'") for piece in error.message.split(VALUE)]
    others = [other.message for other in all_codes() if other.code != error.code]
    own = [piece for piece in pieces if len(piece) >= _TELLING and not any(piece in other for other in others)]
    return any(words in tests for piece in own for words in _phrases(piece))


def _phrases(piece: str) -> list[str]:
    """Runs of four words: tests quote a part of a message."""
    words = piece.split()
    return [" ".join(words[at : at + 4]) for at in range(max(1, len(words) - 3))]


def test_every_error_says_what_to_do() -> None:
    silent = [error for error in all_codes() if not re.match(rf"[A-Z{VALUE}]", error.remedy)]
    assert silent == []
