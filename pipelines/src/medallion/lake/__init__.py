"""A lake: its manifest, binding, paths, lock and how its tables are made."""
