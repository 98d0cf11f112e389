"""A statement in the formats of others: pure functions, records in, text or JSON out; one module for each family."""
