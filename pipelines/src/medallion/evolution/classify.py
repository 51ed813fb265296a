"""What a change of contract means for the rows that a table has. Pure: `contracts/evolve.ts` says the same.

`none`; `in-place`: metadata only; `rebuild`: the rows are made again from the layer below; `decision`: something would
be lost that cannot be made again, or rows become one; `impossible`: the old rows cannot follow the new contract.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

KINDS = ("none", "in-place", "rebuild", "decision", "impossible")
Shape = Mapping[str, Any]

# Settings of a source that say which deliveries are taken: what has been taken stays.
_SELECTING = frozenset("system path archiveAfterDays include exclude select complete completion paths".split())
_INTEGERS = {"tinyint": 3, "smallint": 5, "int": 10, "bigint": 19}
_WIDER = {
    ("float", "double"),
    ("int", "double"),
    ("smallint", "float"),
    ("smallint", "double"),
    ("date", "timestamp"),
}


@dataclass(frozen=True)
class Change:
    """One difference. `column` is empty where it concerns the whole table."""

    kind: str
    what: str
    column: str
    message: str


@dataclass(frozen=True)
class Facts:
    """What the shapes do not say. None: nobody has looked.

    `rescued` are keys in the rescued data of bronze; `new_in_source` columns of the source that are NULL in every row
    that silver has taken; `rebuilt` inputs whose rows were made again; `dropped` columns that old files still hold.
    """

    rescued: frozenset[str] | None = None
    new_in_source: frozenset[str] | None = None
    rebuilt: tuple[str, ...] = ()
    dropped: frozenset[str] = field(default_factory=frozenset)


def kind_of(changes: Sequence[Change]) -> str:
    """The gravest."""
    return KINDS[max((KINDS.index(change.kind) for change in changes), default=0)]


def classify(
    layer: str, before: Shape, after: Shape, facts: Facts, renamed: Mapping[str, str] | None = None
) -> list[Change]:
    """`renamed` is new name to old, of columns that both shapes have under different names."""
    was = _columns(before)
    renamed = {new: old for new, old in (renamed or {}).items() if new not in was and old in was}
    rebuilt = [Change("rebuild", "input-rebuilt", "", f"its input {name} was made again") for name in facts.rebuilt]
    match layer:
        case "bronze":
            return _bronze(before, after, facts, renamed)
        case "silver":
            return [*_silver(before, after, facts, renamed), *rebuilt]
    same = before.get("fingerprint") == after.get("fingerprint")
    return [*([] if same else [Change("rebuild", "sql-changed", "", "its contract or SQL changes")]), *rebuilt]


def _bronze(before: Shape, after: Shape, facts: Facts, renamed: Mapping[str, str]) -> list[Change]:
    old, new = _columns(before), _columns(after)
    changes = [*_source(before.get("source") or {}, after.get("source") or {})]
    for name, column in new.items():
        if name in renamed:
            changes.append(_renamed(renamed[name], name))
            changes += _bronze_column(old[renamed[name]], {**column, "name": renamed[name]}, name)
        elif name not in old:
            known = facts.rescued is not None and column.get("source", name).lower() in {
                key.lower() for key in facts.rescued
            }
            is_read_elsewhere = any(key not in ("name", "type", "format", "source") for key in column)
            changes.append(
                Change("rebuild", "column-added", name, f"column {name} is added, and rows have values of it aside")
                if known or is_read_elsewhere or before.get("drift") == "discard-value"
                else Change("in-place", "column-added", name, f"column {name} is added")
            )
        else:
            changes += _bronze_column(old[name], column, name)
    for name in _gone(old, new, renamed):
        changes.append(
            Change("rebuild", "column-dropped", name, f"column {name} goes; its values are kept in _rescued_data")
            if after.get("drift", "evolve") == "evolve"
            else Change("decision", "column-dropped", name, f"column {name} goes, and its values are kept nowhere")
        )
    changes += _drift(before.get("drift", "evolve"), after.get("drift", "evolve"))
    changes += _rules(before, after)
    changes += _others(before, after, {"columns", "source", "drift", "rules", "keys", "orderBy", "history"})
    return changes


def _bronze_column(old: Shape, new: Shape, name: str) -> list[Change]:
    changes = []
    if old["type"] != new["type"]:
        what = f"column {name} changes from {old['type']} to {new['type']}"
        changes.append(
            Change("rebuild", "type-widened", name, what)
            if widens(old["type"], new["type"])
            else Change("decision", "type-narrowed", name, f"{what}, which cannot hold all that it held")
        )
    if _without(old, "name", "type") != _without(new, "name", "type"):
        changes.append(Change("rebuild", "reading-changed", name, f"column {name} is read another way"))
    return changes


def _source(old: Shape, new: Shape) -> list[Change]:
    if old == new:
        return []
    for name in ("kind", "format"):
        if old.get(name) != new.get(name):
            what = f"its source changes from {old.get(name) or 'files'} to {new.get(name) or 'files'}"
            return [Change("impossible", "source-replaced", "", f"{what}, which cannot bring the old rows again")]
    if _without(old, *_SELECTING) != _without(new, *_SELECTING):
        return [Change("rebuild", "reading-changed", "", "its source is read another way")]
    return [Change("in-place", "selection-changed", "", "its deliveries are chosen another way; those taken stay")]


def _drift(old: str, new: str) -> list[Change]:
    if old == new:
        return []
    what = f"its drift mode changes from {old} to {new}"
    if new == "discard-value":
        return [Change("decision", "drift-changed", "", f"{what}, and rescued values are kept nowhere")]
    if {old, new} <= {"evolve", "freeze"}:
        return [Change("in-place", "drift-changed", "", f"{what} for what comes")]
    return [Change("rebuild", "drift-changed", "", what)]


def _silver(before: Shape, after: Shape, facts: Facts, renamed: Mapping[str, str]) -> list[Change]:
    old, new = _columns(before), _columns(after)
    changes = [*_history(before, after), *_keys(before.get("keys", []), after.get("keys", []), renamed)]
    for name, column in new.items():
        if name in renamed:
            changes.append(_renamed(renamed[name], name))
            changes += _silver_column(old[renamed[name]], column, name)
        elif name not in old:
            changes.append(_added(old, new, name, facts))
        else:
            changes += _silver_column(old[name], column, name)
    gone = _gone(old, new, renamed)
    changes += [_dropped(before, old, new, name, gone) for name in gone]
    kept_before, kept_after = [n for n in old if n in new], [n for n in new if n in old]
    if kept_before != kept_after:
        changes.append(
            Change("rebuild", "columns-reordered", "", "its columns, which decide ties, stand in other order")
        )
    changes += _rules(before, after)
    named = {"columns", "rules", "keys", "history"}
    return [*changes, *_others(before, after, named, renamed)]


def _added(old: Shape, new: Mapping[str, Shape], name: str, facts: Facts) -> Change:
    column, stands_last = new[name], list(new)[: len(old)] == list(old)
    reads_itself = column.get("expression", name) == name and set(column) <= {"name", "type", "expression"}
    is_empty = facts.new_in_source is not None and name in facts.new_in_source and name not in facts.dropped
    if is_empty and reads_itself and stands_last:
        return Change("in-place", "column-added", name, f"column {name} is added, empty in all rows so far")
    return Change("rebuild", "column-added", name, f"column {name} is added, and computed for the rows so far")


def _dropped(before: Shape, old: Shape, new: Shape, name: str, gone: Sequence[str]) -> Change:
    """Columns at the end decide between no two rows that differ in anything else."""
    stands_last = list(old)[len(old) - len(gone) :] == list(gone)
    keeps_rows = before.get("history") == "scd1" or (
        before.get("history") == "append" and not before.get("deduplicate")
    )
    if stands_last and keeps_rows and set(new) <= set(old):
        return Change("in-place", "column-dropped", name, f"column {name} goes")
    return Change("rebuild", "column-dropped", name, f"column {name}, which told rows apart, goes")


def _silver_column(old: Shape, new: Shape, name: str) -> list[Change]:
    changes = []
    if old["type"] != new["type"]:
        what = f"column {name} changes from {old['type']} to {new['type']}"
        changes.append(Change("rebuild", "type-changed", name, what))
    protected, protects = old.get("protection"), new.get("protection")
    if protected != protects:
        what = f"the protection of column {name} changes from {protected or 'none'} to {protects or 'none'}"
        changes.append(
            Change("decision", "protection-removed", name, f"{what}: its values become readable")
            if protects is None
            else Change("rebuild", "protection-changed", name, f"{what}; older versions keep what they had")
        )
    if _without(old, "name", "type", "protection") != _without(new, "name", "type", "protection"):
        changes.append(Change("rebuild", "logic-changed", name, f"column {name} is computed another way"))
    return changes


def _history(before: Shape, after: Shape) -> list[Change]:
    old, new = before.get("history"), after.get("history")
    if old == new:
        return []
    what = f"its history changes from {old} to {new}"
    if old == "scd2":
        return [Change("decision", "history-ended", "", f"{what}: the versions of its keys end")]
    if (old, new) == ("append", "scd1"):
        return [Change("decision", "rows-merged", "", f"{what}: of each key one row stays")]
    return [Change("rebuild", "history-changed", "", what)]


def _keys(old: Sequence[str], new: Sequence[str], renamed: Mapping[str, str]) -> list[Change]:
    now = [renamed.get(name, name) for name in new]
    if list(old) == now:
        return []
    what = f"its key changes from {', '.join(old) or 'none'} to {', '.join(new) or 'none'}"
    if set(old) <= set(now):
        return [Change("rebuild", "key-changed", "", what)]
    return [Change("decision", "rows-merged", "", f"{what}: rows that it told apart become one")]


def _rules(before: Shape, after: Shape) -> list[Change]:
    old, new = before.get("rules", {}), after.get("rules", {})
    names = sorted(name for name in {*old, *new} if old.get(name) != new.get(name))
    if not names:
        return []
    return [Change("rebuild", "rules-changed", "", f"rows are judged by other rules ({', '.join(names)})")]


_SPOKEN = {
    "partitionBy": ("partitions-changed", "its partitions change"),
    "orderBy": ("order-changed", "which row of a key is newer is decided another way"),
    "foreignKeys": ("foreign-keys-changed", "its foreign keys or what becomes of orphans change"),
    "deduplicate": ("deduplication-changed", "equal rows are kept another way"),
    "deleteWhen": ("deletion-changed", "other rows end their key"),
    "input": ("input-changed", "it reads another table"),
}


def _others(before: Shape, after: Shape, named: set[str], renamed: Mapping[str, str] | None = None) -> list[Change]:
    changes = []
    for name in sorted({*before, *after} - named):
        old, new = before.get(name), after.get(name)
        if name in ("orderBy", "partitionBy") and new is not None:
            new = [(renamed or {}).get(one, one) for one in new]
        if old != new:
            what, message = _SPOKEN.get(name, ("setting-changed", f"its {name} changes"))
            changes.append(Change("rebuild", what, "", message))
    return changes


def _renamed(old: str, new: str) -> Change:
    return Change("rebuild", "column-renamed", new, f"column {old} is renamed to {new}")


def _columns(shape: Shape) -> dict[str, Shape]:
    return {column["name"]: column for column in shape.get("columns", [])}


def _gone(old: Mapping[str, Shape], new: Mapping[str, Shape], renamed: Mapping[str, str]) -> list[str]:
    return [name for name in old if name not in new and name not in renamed.values()]


def _without(shape: Shape, *names: str) -> dict[str, Any]:
    return {name: value for name, value in shape.items() if name not in names}


def widens(old: str, new: str) -> bool:
    """Whether the new type holds every value of the old one exactly."""
    if new in (old, "string") or (old, new) in _WIDER:
        return old != "binary" or old == new
    if old in _INTEGERS and new in _INTEGERS:
        return _INTEGERS[old] <= _INTEGERS[new]
    digits, places = _decimal(new)
    if digits is None or places is None:
        return False
    if old in _INTEGERS:
        return digits - places >= _INTEGERS[old]
    own, behind = _decimal(old)
    return own is not None and behind is not None and places >= behind and digits - places >= own - behind


def _decimal(kind: str) -> tuple[int | None, int | None]:
    if not (kind.startswith("decimal(") and kind.endswith(")")):
        return None, None
    digits, _, places = kind[8:-1].partition(",")
    return int(digits), int(places or 0)
