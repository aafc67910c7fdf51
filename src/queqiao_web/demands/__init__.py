"""Demands: what enterprises need solved."""
