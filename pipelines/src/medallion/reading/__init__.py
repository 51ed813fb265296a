"""From files in landing to declared columns: listing, inspection, batches, parsing, casting."""
