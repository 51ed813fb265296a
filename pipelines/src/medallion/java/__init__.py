"""Java classes for the inner loops, compiled by Spark's own compiler when a step first needs them."""
