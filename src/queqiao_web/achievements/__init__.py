"""Achievements: what universities and institutes can offer."""
