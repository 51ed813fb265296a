"""The jobs of a medallion lake: landing -> bronze -> silver -> gold on Spark 3.5 and Delta 3.2."""

__version__ = "0.1.0"
