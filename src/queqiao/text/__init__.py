"""Chinese technical text: normalizing, segmenting, quantities, numerals, dates."""
