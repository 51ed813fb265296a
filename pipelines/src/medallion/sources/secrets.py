"""Reads passwords and tokens, when they are needed, from where the binding says."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from medallion.errors import MedallionError
from medallion.lake.binding import Connection


def read_secret(connection: Connection) -> str | None:
    """None for a connection without a secret. Raises MedallionError `secret-missing`, without the secret."""
    reference = connection.secret
    if reference is None:
        return None
    match reference.get("kind"):
        case "file":
            return _from_file(connection.name, Path(reference["path"]))
        case "keyVault":
            return _from_vault(connection.name, reference["vault"], reference["secret"])
    raise MedallionError(
        "binding-invalid",
        f"The secret of the connection '{connection.name}' has the kind {reference.get('kind')!r}.",
        "Use 'file' or 'keyVault'.",
    )


def _from_file(name: str, path: Path) -> str:
    try:
        return path.read_text("utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise MedallionError(
            "secret-missing",
            f"The secret {path} of the connection '{name}' does not exist or cannot be read.",
            "Write the secret to that file, readable only for you.",
        ) from error


def _from_vault(name: str, vault: str, secret: str) -> str:
    try:
        from notebookutils import mssparkutils
    except ImportError as error:
        raise MedallionError(
            "secret-missing",
            f"The key vault {vault} of the connection '{name}' can only be read on a Synapse Spark pool.",
            "Use kind 'file' for a local lake.",
        ) from error
    utils: Any = mssparkutils
    return str(utils.credentials.getSecret(vault, secret)).strip()
