"""A table whose contract has changed since it was made: what the change means, whether it may be done, and doing it."""
