"""What matching asks of the engine: the standing index, pairs and their views, rankers."""
