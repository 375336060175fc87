"""The writer: a `Plan` becomes scripts."""
