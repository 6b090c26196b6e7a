"""The migrations of sla, in the order of their names."""
