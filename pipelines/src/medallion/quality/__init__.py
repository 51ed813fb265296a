"""Checks of rows and tables, schema drift, personal data, freshness and volume."""
