"""Erases data subjects from every layer: rows, files, logs, deliveries and backups, and proves the result."""
