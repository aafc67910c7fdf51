"""Pages of experts."""
