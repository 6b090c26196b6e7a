"""Who changed users, keys, plans and contracts, and how."""
