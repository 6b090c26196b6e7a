"""Decisions about accounts and keys, on plain values."""
