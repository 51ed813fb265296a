"""Every error of the engine, read from its source: `python -m tests.error_codes` in `pipelines` prints the page."""

from __future__ import annotations

import ast
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
SOURCE = ROOT / "pipelines/src/medallion"
PAGE = ROOT / "docs/engine-errors.md"
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


def page() -> str:
    rows = [
        f"| `{error.code}` | {_cell(error.message)} | {_cell(error.remedy)} | `{error.place}` |"
        for error in all_codes()
    ]
    return "\n".join(
        [
            "# Errors of the engine",
            "",
            f"Generated from the source by `python -m tests.error_codes` in `pipelines`; `{VALUE}` stands for a value.",
            "",
            "| Code | Message | What to do | Raised in |",
            "| --- | --- | --- | --- |",
            *rows,
            "",
        ]
    )


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|").replace("<", "&lt;") or VALUE


if __name__ == "__main__":
    PAGE.write_text(page(), "utf-8")
