"""What matching knows about the names of technical parameters; data only, see README.md."""
