"""Retention: rows that a contract keeps no longer are deleted, from every layer and from landing."""
