"""The migrations of stations, in the order of their names."""
