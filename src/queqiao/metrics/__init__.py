"""Qrels and runs, ranking measures, significance tests."""
