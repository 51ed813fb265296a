"""Bronze tables: landing files appended once, checked and counted."""

from medallion.bronze.ingestion import create_empty, ingest
from medallion.bronze.recount import batches_of, count_again

__all__ = ["batches_of", "count_again", "create_empty", "ingest"]
