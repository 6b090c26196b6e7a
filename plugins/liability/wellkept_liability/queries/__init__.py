"""Questions: reads only, set-based."""
