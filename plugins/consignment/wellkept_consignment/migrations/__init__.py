"""The migrations of consignment, in the order of their names."""
