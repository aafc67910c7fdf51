"""Starting the platform: what must be there first, and the processes that run it."""
