"""Compositions of the engine packages: the only place where they meet."""
