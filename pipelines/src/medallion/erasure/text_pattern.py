"""Many identifiers as one regular expression that both Java and Python read.

A trie: a text is compared with thousands of persons at the cost of the longest common beginning, not of their number.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence

# Upper and lower case of every alphabet.
_FLAGS = "(?iu)"
_BEFORE, _AFTER = "(?<![0-9A-Za-z])", "(?![0-9A-Za-z])"
# People write the digits of one number in many groups.
_NUMBER = re.compile(r"\+?[\d ().\-/]{7,}")
_BETWEEN_DIGITS = r"[ ().\-/]{0,3}"
# A trie is as deep as its longest text; an identifier is no longer than this.
_LONGEST = 200

Trie = dict[str, "Trie"]
_END = ""


def pattern_of(identifiers: Iterable[str]) -> str | None:
    """Finds each as a whole word. None for no identifiers."""
    body = alternatives(identifiers)
    return None if body is None else f"{_FLAGS}{_BEFORE}{body}{_AFTER}"


def alternatives(identifiers: Iterable[str]) -> str | None:
    """A group without flags and bounds, for a larger expression."""
    trie: Trie = {}
    for identifier in identifiers:
        # As JSON tells it as well: in a line of JSON, an accented letter may be an escape.
        for text in {identifier, json.dumps(identifier)[1:-1]}:
            atoms = _atoms(text[:_LONGEST])
            if not atoms:
                continue
            node = trie
            for atom in atoms:
                node = node.setdefault(atom, {})
            node[_END] = {}
    return _expression(trie) if trie else None


def _atoms(text: str) -> Sequence[str]:
    plain = text.strip().lower()
    if _NUMBER.fullmatch(plain):
        digits = re.sub(r"\D", "", plain)
        return [digit if at == 0 else _BETWEEN_DIGITS + digit for at, digit in enumerate(digits)]
    return [r"\s+" if part.isspace() else re.escape(part) for part in re.findall(r"\s+|\S", plain)]


def _expression(trie: Trie) -> str:
    found = [atom + (_expression(rest) if any(rest) else "") for atom, rest in trie.items() if atom]
    body = "|".join(found)
    if _END in trie and found:
        return f"(?:{body})?"
    return f"(?:{body})" if len(found) > 1 else body
