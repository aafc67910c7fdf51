"""What is measured, and against whom. ``make bench`` runs all; results land in ``results/``."""
