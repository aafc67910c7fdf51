"""Policies decided for people: sheets for the counter, the ladder, the sandbox."""
