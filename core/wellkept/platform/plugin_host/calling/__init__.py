"""Calling plugins: typed, one after the other, each kept harmless, each with a context of its own."""
