"""Restores gold tables to their versions at the end of a run."""
