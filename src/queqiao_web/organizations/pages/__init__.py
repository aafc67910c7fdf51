"""Pages of organizations: directory, registering, verifying, members, facts, posts."""
