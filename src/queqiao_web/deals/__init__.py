"""Deals: from an introduction to a signed, paid, producing contract."""
