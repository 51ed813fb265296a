"""The engine's modules import in one direction: no cycles, and a package imports only packages of lower layers."""

from __future__ import annotations

import ast
from collections.abc import Mapping
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

SRC = Path(__file__).parents[1] / "src"

# Lowest first: top-level modules and packages of `medallion`. A module imports from its own package or from lower ones.
LAYERS = (
    "errors",
    "events",
    "crash_points",
    "comma_separated",
    "java",
    "spark",
    "lake",
    "reading",
    "sources",
    "ledger",
    "quality",
    "bronze",
    "silver",
    "gold",
    "evolution",
    "running",
    "adoption",
    "recovery",
    "replay",
    "rollback",
    "shadow",
    "workbench",
    "erasure",
    "finops",
    "__main__",
)
# What users and job definitions import; nothing in the package may.
PUBLIC = len(LAYERS)


def modules_of(src: Path) -> dict[str, Path]:
    """Path of every module by its dotted name; a package is named without `__init__`."""
    found = {}
    for path in sorted(src.rglob("*.py")):
        parts = path.relative_to(src).with_suffix("").parts
        found[".".join(parts[:-1] if parts[-1] == "__init__" else parts)] = path
    return found


def imports_of(module: str, path: Path, modules: Mapping[str, Path]) -> set[str]:
    """Modules that a file imports anywhere: at its top, inside a function, or for type checkers only."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            found.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = ".".join([*_package(module, path, node.level), *([node.module] if node.module else [])])
            found.update(name if (name := f"{base}.{alias.name}") in modules else base for alias in node.names)
    return (found & modules.keys()) - {module}


def _package(module: str, path: Path, level: int) -> list[str]:
    """The package that a relative import of so many dots begins at; empty for an absolute import."""
    if level == 0:
        return []
    parts = module.split(".")
    return parts[: len(parts) - level + (path.name == "__init__.py")]


def graph_of(src: Path) -> dict[str, set[str]]:
    modules = modules_of(src)
    return {name: imports_of(name, path, modules) for name, path in modules.items()}


def layer_of(module: str) -> int | None:
    """None for a package that LAYERS does not list."""
    top, _, rest = module.partition(".")
    if top != "medallion":
        return PUBLIC
    first = rest.split(".")[0]
    if not first:
        return -1
    return LAYERS.index(first) if first in LAYERS else None


def violations(src: Path) -> list[str]:
    """One sentence per module without a layer, per upward import and for a cycle, naming the files."""
    modules, graph = modules_of(src), graph_of(src)
    files = {name: path.relative_to(src).as_posix() for name, path in modules.items()}
    layers = {name: layer for name in modules if (layer := layer_of(name)) is not None}
    found = [f"{files[name]} is not in LAYERS" for name in modules if name not in layers]
    found += [
        f"{files[name]} imports {files[other]}, which is of a higher layer"
        for name in layers
        for other in sorted(graph[name] & layers.keys())
        if layers[other] > layers[name]
    ]
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        found.append(f"import cycle: {' <- '.join(files[name] for name in error.args[1])}")
    return found


def test_the_engine_has_neither_cycles_nor_upward_imports() -> None:
    assert violations(SRC) == []


def test_every_layer_exists() -> None:
    names = {name.split(".")[1] for name in modules_of(SRC) if name.startswith("medallion.")}
    assert names == set(LAYERS)


TOP = "from medallion.reading import landing\n"
IN_FUNCTION = "def late() -> None:\n    from medallion.reading import landing\n"
FOR_TYPES = "from typing import TYPE_CHECKING\n\nif TYPE_CHECKING:\n    from medallion.reading.landing import uri\n"
RELATIVE = "from . import landing\n"


def planted(tmp_path: Path, files: Mapping[str, str]) -> Path:
    for name, text in files.items():
        path = tmp_path / "medallion" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
        (path.parent / "__init__.py").touch()
    (tmp_path / "medallion" / "__init__.py").touch()
    return tmp_path


@pytest.mark.parametrize("back", [TOP, IN_FUNCTION, FOR_TYPES, RELATIVE])
def test_a_cycle_is_refused_wherever_the_import_is_written(tmp_path: Path, back: str) -> None:
    files = {"reading/landing.py": "import medallion.reading.batches\n", "reading/batches.py": back}
    (found,) = violations(planted(tmp_path, files))
    assert found.startswith("import cycle: ")
    assert "medallion/reading/landing.py" in found
    assert "medallion/reading/batches.py" in found


@pytest.mark.parametrize("upward", [TOP, IN_FUNCTION, FOR_TYPES])
def test_an_upward_import_is_refused(tmp_path: Path, upward: str) -> None:
    files = {"reading/landing.py": "def uri() -> None: ...\n", "spark/files.py": upward}
    assert violations(planted(tmp_path, files)) == [
        "medallion/spark/files.py imports medallion/reading/landing.py, which is of a higher layer"
    ]


def test_a_package_without_a_layer_is_refused(tmp_path: Path) -> None:
    files = {"helpers/texts.py": "import medallion.errors\n", "errors.py": ""}
    found = violations(planted(tmp_path, files))
    assert "medallion/helpers/texts.py is not in LAYERS" in found


def test_downward_imports_pass(tmp_path: Path) -> None:
    files = {"reading/landing.py": "from medallion.spark import files\n", "spark/files.py": ""}
    assert violations(planted(tmp_path, files)) == []
