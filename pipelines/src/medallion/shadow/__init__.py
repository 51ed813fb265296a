"""Runs a candidate release over clones of the live data and compares: clones, run, comparison, verdict."""
