"""One run: which tables, in which order, and the entry points of jobs and notebooks."""
