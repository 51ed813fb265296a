"""Every error of the engine, read from its source. `docs/errors.md` lists them with those of the commands."""

from __future__ import annotations

import ast
from dataclasses import dataclass
from pathlib import Path

SOURCE = Path(__file__).parents[1] / "src/medallion"
# What stands for a value in a message.
VALUE = "…"


@dataclass(frozen=True)
class ErrorCode:
    """`code` has VALUE for a part that is put together at run time."""

    code: str
    place: str
    message: str
    remedy: str


def all_codes() -> list[ErrorCode]:
    """By code, then by the place that raises it."""
    found = []
    for path in sorted(SOURCE.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "MedallionError":
                code, message, remedy = (_text(argument) for argument in node.args)
                found.append(ErrorCode(code, path.relative_to(SOURCE).as_posix(), message, remedy))
    return sorted(found, key=lambda error: (error.code, error.place, error.message))


def _text(node: ast.expr) -> str:
    match node:
        case ast.Constant(value=str(text)):
            return text
        case ast.JoinedStr():
            return "".join(_text(part) for part in node.values)
        case ast.BinOp(left=left, op=ast.Add(), right=right):
            return _text(left) + _text(right)
    return VALUE
