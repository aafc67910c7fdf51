"""Rules as code: dated parameters, conditions, amounts, determinations with their reasons."""
