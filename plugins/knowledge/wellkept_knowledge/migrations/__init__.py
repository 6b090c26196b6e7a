"""The migrations of knowledge, in the order of their names."""
