"""Machinery with no domain word in it."""
