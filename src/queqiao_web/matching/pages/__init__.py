"""Pages of matching: inboxes, a match, a record's matches, introductions, rankers."""
