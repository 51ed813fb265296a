"""Bronze tables: landing files appended once, checked and counted."""

from medallion.bronze.ingestion import create_empty, ingest

__all__ = ["create_empty", "ingest"]
