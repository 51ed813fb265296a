"""A person out of every layer: rows, files, logs, deliveries and backups, with proof that nothing is left."""
