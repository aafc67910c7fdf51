"""Who works with whom: assignment under limits, stable matching, and why each pair."""
