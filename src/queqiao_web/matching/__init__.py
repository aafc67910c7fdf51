"""Matches between what is published, feedback on them, introductions."""
