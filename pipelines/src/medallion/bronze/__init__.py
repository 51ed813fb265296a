"""Bronze tables: landing files appended once, checked and counted."""

from medallion.bronze.ingestion import ingest

__all__ = ["ingest"]
