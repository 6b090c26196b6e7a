"""The migrations of core, in the order of their names."""
