"""Sources of bronze rows: one module per kind of source, behind one registry."""
