"""A candidate release over the live data, without touching it: clones, a run, a comparison, a verdict."""
