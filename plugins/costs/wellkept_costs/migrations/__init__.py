"""The migrations of costs, in the order of their names."""
