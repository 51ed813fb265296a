"""What an engineer looks at while writing SQL: what it means, what it gives, and what stands in a table now."""
