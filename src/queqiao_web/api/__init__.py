"""The assembly of the API: one address, one description."""
