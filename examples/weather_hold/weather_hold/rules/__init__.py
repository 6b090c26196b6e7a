"""What the wind allows: pure decisions."""
