"""Experts: who could help, and with what."""
