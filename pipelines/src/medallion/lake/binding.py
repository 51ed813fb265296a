"""Locations and connections of one environment's lake. `medallion publish` writes them next to the release."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from medallion.errors import MedallionError
from medallion.lake.compiled_json import decode, require_version

_FREE = ("local", "dev")

CONTAINERS = ("landing", "bronze", "silver", "gold", "system")


@dataclass(frozen=True)
class Connection:
    """Address and sign-in of a source. `secret` says where the password or token is stored and never contains it."""

    name: str
    url: str
    user: str | None
    secret: Mapping[str, str] | None
    options: Mapping[str, str]


@dataclass(frozen=True)
class Binding:
    """`containers` maps each of CONTAINERS to its root. `token_key` says where the key is stored and never contains it.

    `evidence` is the root for proofs of erasure; default: `evidence` in the system container.
    `evolution` says which contract changes a run applies to tables with rows: `always` all that lose nothing,
    `reviewed` only those that were accepted.
    """

    environment: str
    containers: Mapping[str, str]
    token_key: Mapping[str, str]
    connections: Mapping[str, Connection] = field(default_factory=dict)
    evidence: str = ""
    evolution: str = "reviewed"

    def connection(self, name: str, table: str) -> Connection:
        """Raises MedallionError `connection-missing`."""
        if name not in self.connections:
            raise MedallionError(
                "connection-missing",
                f"The source of {table} uses the connection '{name}', which the binding of {self.environment} lacks; "
                f"it has {', '.join(sorted(self.connections)) or 'none'}.",
                "Add it under connections, with url and, if needed, user and secret.",
            )
        return self.connections[name]


def parse_binding(document: Mapping[str, Any], origin: str) -> Binding:
    """Raises MedallionError `binding-version` or `binding-invalid`."""
    require_version(document, origin, "binding")

    def build() -> Binding:
        containers = {name: str(document["containers"][name]).rstrip("/") for name in CONTAINERS}
        connections = {name: _connection(name, item) for name, item in document.get("connections", {}).items()}
        evidence = str(document.get("evidence") or f"{containers['system']}/evidence").rstrip("/")
        environment = str(document["environment"])
        # Default: a lake on a laptop or for development may be rebuilt at any time; any other only after a review.
        evolution = str(document.get("evolution") or ("always" if environment in _FREE else "reviewed"))
        return Binding(environment, containers, dict(document["tokenKey"]), connections, evidence, evolution)

    return decode(origin, "binding", build)


def _connection(name: str, item: Mapping[str, Any]) -> Connection:
    secret = item.get("secret")
    return Connection(
        name,
        item["url"],
        item.get("user"),
        None if secret is None else dict(secret),
        dict(item.get("options", {})),
    )
