"""Other libraries at the same work. Each script runs in a virtual environment of its own and prints seconds as JSON."""
