"""Pages of deals: the list, the record with its steps, prices open to all, the funnel."""
