"""What is recorded about runs: results, the ledger tables, their digest and the report."""
