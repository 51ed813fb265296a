"""Parses the release's `manifest.json` into the classes of `manifest`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from medallion.lake.compiled_json import decode, require_version
from medallion.lake.manifest import (
    Column,
    Feed,
    ForeignKey,
    Incremental,
    Manifest,
    RowCheck,
    Source,
    Table,
    TableCheck,
    Tolerance,
)
from medallion.lake.shape import shape_of


def parse_manifest(document: Mapping[str, Any], origin: str) -> Manifest:
    """Raises MedallionError `manifest-version` or `manifest-invalid`."""
    require_version(document, origin, "manifest")
    return decode(origin, "manifest", lambda: _manifest(document))


def _manifest(document: Mapping[str, Any]) -> Manifest:
    accepted = frozenset(item["code"] for item in document.get("acceptedEvolutions", ()))
    return Manifest(tuple(_table(item) for item in document["tables"]), accepted)


def _table(item: Mapping[str, Any]) -> Table:
    source = item["source"]
    return Table(
        name=item["name"],
        layer=item["layer"],
        table=item["table"],
        version=item["version"],
        fingerprint=item["fingerprint"],
        container=item["location"]["container"],
        path=item["location"]["path"],
        columns=tuple(_column(column) for column in item["columns"]),
        subjects=dict(item["subjects"]),
        keys=tuple(item["keys"]),
        order_by=tuple(item["orderBy"]),
        history=item["history"],
        source=None if source is None else _source(source),
        deduplicate=item["deduplicate"],
        delete_when=item["deleteWhen"],
        inputs=tuple(item["inputs"]),
        sql=item["sql"],
        incremental=None if item["incremental"] is None else _incremental(item["incremental"]),
        # Manifests of earlier releases lack the field: their bronze and silver tables kept a change data feed.
        change_feed=item.get("changeFeed", item["layer"] != "gold"),
        row_checks=tuple(_row_check(check) for check in item["rowChecks"]),
        table_checks=tuple(_table_check(check) for check in item["tableChecks"]),
        foreign_keys=tuple(
            ForeignKey(
                key["column"],
                key["references"]["table"],
                key["references"]["column"],
                key["orphans"],
                key["defaultKey"],
            )
            for key in item["foreignKeys"]
        ),
        drift_mode=item["drift"],
        partition_by=tuple(item["layout"]["partitionBy"]),
        z_order_by=tuple(item["layout"]["zOrderBy"]),
        target_file_size_mb=item["layout"]["targetFileSizeMb"],
        latency_hours=item["latencyHours"],
        shape=shape_of(item),
        retention_days=item.get("retentionDays", 0),
        retention_by=item.get("retentionBy"),
        holds=tuple(hold["id"] for hold in item.get("retentionHolds", ())),
    )


def _source(item: Mapping[str, Any]) -> Source:
    return Source(
        kind=item.get("kind", "files"),
        system=item["system"],
        format=item.get("format", ""),
        path=item.get("path", ""),
        settings=dict(item),
    )


def _row_check(item: Mapping[str, Any]) -> RowCheck:
    tolerance = item["tolerance"]
    return RowCheck(
        item["id"],
        item["expression"],
        item["severity"],
        item["dimension"],
        None if tolerance is None else Tolerance(tolerance["unit"], tolerance["expectation"]),
    )


def _table_check(item: Mapping[str, Any]) -> TableCheck:
    return TableCheck(
        id=item["id"],
        kind=item["kind"],
        expectation=item["expectation"],
        severity=item["severity"],
        dimension=item["dimension"],
        columns=tuple(item["columns"]),
        metric=item.get("metric", ""),
        query=item.get("query", ""),
        last_runs=item.get("lastRuns", 0),
        bins=item.get("bins", 0),
    )


def _column(item: Mapping[str, Any]) -> Column:
    pii = item["pii"]
    return Column(
        name=item["name"],
        type=item["type"],
        required=item["required"],
        description=item["description"],
        expression=item["expression"],
        standard=item["standard"],
        protection=None if pii is None else pii.get("protection"),
        format=item["format"],
        measure=item["measure"],
        is_personal=pii is not None,
        renamed_from=item.get("renamedFrom"),
        rounding=item.get("rounding"),
        on_overflow=item.get("onOverflow"),
        # Manifests of earlier releases lack the field: their columns are named as in the source.
        source=item.get("source"),
        category=None if pii is None else pii.get("category"),
    )


def _incremental(item: Mapping[str, Any]) -> Incremental:
    feeds = {name: Feed(dict(feed["grain"]), dict(feed["lookup"])) for name, feed in item["inputs"].items()}
    return Incremental(item["verifyEvery"], feeds)
