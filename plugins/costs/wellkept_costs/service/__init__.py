"""Verbs: each is one transaction."""
