"""Organizations, who belongs to them, who holds posts in a region."""
