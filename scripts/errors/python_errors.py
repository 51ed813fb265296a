"""Prints every MedallionError of the engine as JSON: code, message, remedies, file and line.

What is computed shows as `<name>`. Usage: python_errors.py <root of the repository>
"""

from __future__ import annotations

import ast
import json
import sys
from collections.abc import Iterator
from pathlib import Path

MOST_ARGUMENTS = 3


def main(root: Path) -> None:
    found: list[dict[str, object]] = []
    for path in sorted((root / "pipelines").rglob("*.py")):
        if "tests" in path.parts:
            continue
        tree = ast.parse(path.read_text(encoding="utf-8"))
        names = {
            target.id: node.value
            for node in ast.walk(tree)
            if isinstance(node, ast.Assign)
            for target in node.targets
            if isinstance(target, ast.Name)
        }
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and _is_error(node.func) and len(node.args) == MOST_ARGUMENTS:
                code, message, remedy = (list(_texts(argument, names)) for argument in node.args)
                found.append(
                    {
                        **({"code": code[0]} if code else {}),
                        **({"message": message[0]} if message else {}),
                        "remedies": remedy,
                        "file": path.relative_to(root).as_posix(),
                        "line": node.lineno,
                    }
                )
    print(json.dumps(found))


def _is_error(function: ast.expr) -> bool:
    return isinstance(function, ast.Name) and function.id == "MedallionError"


def _texts(node: ast.expr, names: dict[str, ast.expr], depth: int = 0) -> Iterator[str]:
    """Every text that an expression can be; none where it is computed."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    elif isinstance(node, ast.IfExp):
        yield from _texts(node.body, names, depth)
        yield from _texts(node.orelse, names, depth)
    elif isinstance(node, ast.JoinedStr):
        yield "".join(_part(value) for value in node.values)
    elif isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
        right = next(_texts(node.right, names, depth), "<text>")
        yield from (left + right for left in _texts(node.left, names, depth))
    elif isinstance(node, ast.Name) and node.id in names and depth == 0:
        yield from _texts(names[node.id], names, depth + 1)


def _part(value: ast.expr) -> str:
    if isinstance(value, ast.Constant):
        return str(value.value)
    return f"<{_name(value.value)}>" if isinstance(value, ast.FormattedValue) else "<value>"


def _name(node: ast.expr) -> str:
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute):
        return node.attr
    if isinstance(node, ast.Call):
        return _name(node.args[0]) if node.args else _name(node.func)
    return "value"


main(Path(sys.argv[1]))
