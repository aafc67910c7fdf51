"""Pages of achievements."""
