"""Demands and achievements: index, search, ranking, requirement checks, gates, explanation."""
