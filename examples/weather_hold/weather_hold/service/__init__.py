"""Verbs that change things."""
