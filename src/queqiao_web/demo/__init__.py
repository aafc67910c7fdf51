"""The demo region, built through the actions that users use."""
