"""Measured comparisons of the engine with bare Spark, each a ratio."""
