"""Shapes of deals, prices and the funnel in the API."""
