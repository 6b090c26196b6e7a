"""Questions: reads only, one statement each."""
