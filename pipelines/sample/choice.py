"""Choices that are the same on every machine and under every version of numpy."""

import hashlib

import numpy as np
import numpy.typing as npt

Positions = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]

_MASK = 0xFFFFFFFFFFFFFFFF


def scramble(values: npt.NDArray[np.int64], salt: str) -> npt.NDArray[np.uint64]:
    """The SplitMix64 finaliser over each value, offset by a digest of ``salt``."""
    offset = np.uint64(int.from_bytes(hashlib.sha256(salt.encode()).digest()[:8], "big"))
    mixed = values.astype(np.uint64) + offset
    mixed = (mixed ^ (mixed >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    mixed = (mixed ^ (mixed >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    scrambled: npt.NDArray[np.uint64] = mixed ^ (mixed >> np.uint64(31))
    return scrambled


def number(salt: str, *parts: object) -> int:
    """One 64-bit number for ``parts``."""
    text = "\0".join([salt, *map(str, parts)])
    return int.from_bytes(hashlib.sha256(text.encode()).digest()[:8], "big") & _MASK


class Picker:
    """Hands out disjoint sets of positions, so that the counts of faults add up."""

    def __init__(self, size: int, salt: str, excluded: Flags) -> None:
        self._order = np.argsort(scramble(np.arange(size, dtype=np.int64), salt), kind="stable")
        self._free = ~excluded

    def pick(self, count: int, eligible: Flags) -> Positions:
        """``count`` free positions that are ``eligible``, in ascending order; they are not handed out again.

        Raises ValueError when there are fewer.
        """
        candidates = self._order[(self._free & eligible)[self._order]]
        if len(candidates) < count:
            raise ValueError(f"{count} rows are wanted, {len(candidates)} are left")
        chosen: Positions = np.sort(candidates[:count])
        self._free[chosen] = False
        return chosen
