"""Rules as code: what an enterprise is entitled to, how much, why, and what is missing."""
