"""Loaders for bundled and user-given data."""
