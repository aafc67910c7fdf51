"""Reads of the portal: what is published, figures, the audit."""
