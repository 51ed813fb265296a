"""Backup of a lake, detection of damage, and restore.

The backup of a table is itself a Delta table: data files are copied first, then commits in order, so that an
interrupted copy is a table at an earlier version. The next backup continues where the last one stopped.
"""
