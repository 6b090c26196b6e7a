"""How plans, contracts and their terms become an activation: pure decisions."""
