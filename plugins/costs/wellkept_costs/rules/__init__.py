"""Pure decisions: amounts, coverage, allowances, limits, what charges have become, and the life of a statement."""
