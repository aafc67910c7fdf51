"""Settings, root addresses, the entry point of the web server."""
