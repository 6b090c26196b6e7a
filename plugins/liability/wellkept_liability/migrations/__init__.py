"""The migrations of liability, in the order of their names."""
