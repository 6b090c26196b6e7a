"""Questions: reads only."""
