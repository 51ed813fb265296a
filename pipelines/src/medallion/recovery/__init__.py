"""Backups of a lake, what is wrong with a lake, and the way back.

A backup of a table is itself a Delta table: data files first, then commits in order, so that whatever interrupts a
copy leaves a table that reads as it did at some version. Copies go on where the last one stopped.
"""
