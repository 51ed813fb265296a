"""Gold tables as they were when a run had ended."""
