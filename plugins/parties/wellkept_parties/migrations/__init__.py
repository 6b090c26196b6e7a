"""The migrations of parties, in the order of their names."""
