"""Rows of the platform for tests: valid ones, with as little as they need."""
